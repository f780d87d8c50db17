using Automail.Engine.Templates;
using Automail.OrchardModule.Templates.LatestContent;
using Automail.OrchardModule.Templates.Theme;
using Fluid;
using Fluid.Values;

namespace Automail.OrchardModule.Templates;

/// <summary>The site's Liquid options as mail needs them.</summary>
internal static class MailLiquidOptions
{
    public static TemplateOptions Create(TemplateOptions site)
    {
        var options = new TemplateOptions
        {
            MemberAccessStrategy = site.MemberAccessStrategy,
            FileProvider = site.FileProvider,
            TemplateCache = site.TemplateCache,
            JsonSerializerOptions = site.JsonSerializerOptions,
            ModelNamesComparer = StringComparer.Ordinal,
            TimeZone = TimeZoneInfo.Utc,
            MaxRecursion = 100,
            Undefined = site.Undefined,
            Assigned = (_, value, _) => ValueTask.FromResult(Limited(value)),
            Captured = (_, value, _) => ValueTask.FromResult(Limited(value)),
        };
        foreach (var (name, filter) in site.Filters)
        {
            options.Filters.AddFilter(name, filter);
        }

        PortableFilters.Register(options.Filters, site.Filters);
        options.Filters.AddFilter("money", MoneyFilter.ToMoney);
        options.Filters.AddFilter(MailShapeTag.HandOverName, MailShapeTag.DrawAsync);
        options.Filters.AddFilter(LatestContentFilter.Name, LatestContentFilter.FindAsync);
        options.ValueConverters.AddRange(site.ValueConverters);
        foreach (var name in site.Scope.Properties)
        {
            options.Scope.SetValue(name, site.Scope.GetValue(name));
        }

        return options;
    }

    /// <summary>A text that is assigned again and again could double each time.</summary>
    private static FluidValue Limited(FluidValue value)
        => value is StringValue && value.ToStringValue().Length > MailRenderer.MaxLength
            ? throw new TemplateException($"A variable holds more than {MailRenderer.MaxLength} characters.")
            : value;
}
