using System.Globalization;
using System.Runtime.CompilerServices;

namespace Automail.OrchardModule.Tests.Sites;

internal static class Culture
{
    /// <summary>A machine without a culture (C.UTF-8) would give Orchard the invariant one, with which some of its features fail.</summary>
    [ModuleInitializer]
    public static void UseRealOne()
    {
        var culture = CultureInfo.GetCultureInfo("en-US");
        CultureInfo.DefaultThreadCurrentCulture = culture;
        CultureInfo.DefaultThreadCurrentUICulture = culture;
        CultureInfo.CurrentCulture = culture;
        CultureInfo.CurrentUICulture = culture;
    }
}
