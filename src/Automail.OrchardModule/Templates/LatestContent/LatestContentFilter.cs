using Automail.Engine.Templates;
using Fluid;
using Fluid.Values;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Liquid;

namespace Automail.OrchardModule.Templates.LatestContent;

/// <summary>
/// <c>{% assign posts = "BlogPost" | latest_content: 3 %}</c>: the latest published content of a type, in the recipient's language, and only what the recipient may view. In Orchard only.
/// </summary>
internal static class LatestContentFilter
{
    /// <summary>The filter's name.</summary>
    public const string Name = "latest_content";

    /// <summary>The most items.</summary>
    public const int Max = 20;

    private const int Standard = 5;

    public static async ValueTask<FluidValue> FindAsync(FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        var type = input.ToStringValue();
        var limit = arguments.At(0).IsNil() ? Standard : arguments.At(0).ToNumberValue();
        if (type.Length == 0 || limit is < 1 or > Max)
        {
            throw new TemplateException($"{Name} needs a content type before it, and a number from 1 to {Max} or none after it.");
        }

        var services = ((LiquidTemplateContext)context).Services;
        var email = (await context.GetValue("contact").GetValueAsync("email", context)).ToStringValue();
        var items = await services.GetRequiredService<LatestContentStore>().FindAsync(type, (int)limit, context.CultureInfo.Name, email);
        return ModelValues.Create(items, context.TimeZone, context.Options);
    }
}
