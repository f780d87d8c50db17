using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Templates.Theme;

/// <summary>The parts that mails are made of.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services) => services.AddSingleton<SiteMailTheme>();
}

/// <summary>Parts from Orchard's Templates feature.</summary>
[RequireFeatures("OrchardCore.Templates")]
public sealed class EditedPartsStartup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services) => services.AddSingleton<IEditedParts, EditedParts>();
}
