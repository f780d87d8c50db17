using System.Globalization;
using System.Text.Encodings.Web;
using Automail.Engine.Templates;
using Fluid;
using Fluid.Values;
using OrchardCore.Environment.Shell.Scope;
using OrchardCore.Liquid;
using TimeZoneConverter;

namespace Automail.OrchardModule.Templates;

/// <summary>A parsed template of Orchard's Liquid.</summary>
internal sealed class OrchardLiquidTemplate(IFluidTemplate template, TextEncoder encoder, TemplateOptions options) : ILiquidTemplate
{
    /// <summary>The most statements and loop rounds that one rendering may take.</summary>
    public const int MaxSteps = 200_000;

    /// <inheritdoc/>
    public async ValueTask<string> RenderAsync(IReadOnlyDictionary<string, object?> model, LiquidContext context, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var zone = FindZone(context.TimeZone);

            // The filters of Orchard that need services find those of the scope that the mail is made in.
            var liquid = new LiquidTemplateContext(ShellScope.Services ?? NoServices.Instance, options)
            {
                // Otherwise the first of Orchard's tags would set the culture and zone of the request.
                IsInitialized = true,
                CultureInfo = FindCulture(context.Locale),
                TimeZone = zone,
                Now = () => TimeZoneInfo.ConvertTime(context.Now, zone),
                MaxSteps = MaxSteps,
            };
            foreach (var (name, value) in model)
            {
                liquid.SetValue(name, ModelValues.Create(value, zone, options));
            }

            await using var writer = new LimitedWriter(MailRenderer.MaxLength);
            await template.RenderAsync(writer, encoder, liquid);
            return writer.ToString();
        }
        catch (Exception error) when (error is not (OperationCanceledException or TemplateException))
        {
            // Whatever a filter, a tag or a value throws is a fault of this template with this model.
            throw new TemplateException(error.Message, error);
        }
    }

    private static CultureInfo FindCulture(string locale)
    {
        try
        {
            return CultureInfo.GetCultureInfo(locale);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }

    private static TimeZoneInfo FindZone(string? id)
        => id is not null && TZConvert.TryGetTimeZoneInfo(id, out var zone) ? zone : TimeZoneInfo.Utc;

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
