using System.Globalization;
using Automail.Engine.Templates;
using Fluid;
using Fluid.Values;
using OrchardCore.Liquid;
using TimeZoneConverter;

namespace Automail.OrchardModule.Templates.Theme;

/// <summary>
/// What one rendering of a mail's template, or of a part inside it, knows. A part sees the mail's model and its own <c>Model</c>, and no variable of what it
/// stands in; its steps count with those of the whole.
/// </summary>
internal sealed class MailLiquidContext : LiquidTemplateContext
{
    /// <summary>The most statements and loop rounds that one rendering may take.</summary>
    private const int StepLimit = 200_000;

    private readonly MailLiquidContext? _outer;
    private readonly string? _part;
    private readonly KeyValuePair<string, FluidValue>[] _values;

    /// <summary>The rendering of a whole template.</summary>
    public MailLiquidContext(IServiceProvider services, TemplateOptions options, IReadOnlyDictionary<string, object?> mail, LiquidContext context)
        : base(services, options)
    {
        (Mail, Parts) = (mail, context.Parts);
        CultureInfo = FindCulture(context.Locale);
        var zone = TimeZone = FindZone(context.TimeZone);
        Now = () => TimeZoneInfo.ConvertTime(context.Now, zone);
        _values = [.. mail.Select(member => KeyValuePair.Create(member.Key, ModelValues.Create(member.Value, zone, options)))];
        Prepare();
    }

    private MailLiquidContext(MailLiquidContext outer, string part, IReadOnlyDictionary<string, FluidValue> model)
        : base(outer.Services, outer.Options)
    {
        (_outer, _part, _values, _steps) = (outer, part, outer._values, outer._steps);
        (Mail, Parts, Arguments) = (outer.Mail, outer.Parts, model);
        (CultureInfo, TimeZone, Now) = (outer.CultureInfo, outer.TimeZone, outer.Now);
        Prepare();
        SetValue("Model", new DictionaryValue(new FluidValueDictionaryFluidIndexable(new Dictionary<string, FluidValue>(model, StringComparer.Ordinal))));
    }

    /// <summary>The mail's model.</summary>
    public IReadOnlyDictionary<string, object?> Mail { get; }

    /// <summary>The theme's parts; null where no HTML is made.</summary>
    public IMailParts? Parts { get; }

    /// <summary>What this part was given; empty in a template.</summary>
    public IReadOnlyDictionary<string, FluidValue> Arguments { get; } = new Dictionary<string, FluidValue>();

    /// <summary>The rendering of a part inside this one.</summary>
    /// <exception cref="TemplateException">The part stands in itself.</exception>
    public MailLiquidContext Enter(string part, IReadOnlyDictionary<string, FluidValue> model)
    {
        var around = new List<string>();
        for (var context = this; context?._part is { } name; context = context._outer)
        {
            around.Insert(0, name);
        }

        return around.Contains(part, StringComparer.OrdinalIgnoreCase) || around.Count >= LiquidContext.MaxPartDepth
            ? throw new TemplateException($"The part '{part}' includes itself ({string.Join(" > ", around)} > {part}).")
            : new MailLiquidContext(this, part, model);
    }

    /// <summary>Takes over what the part that was entered has used up.</summary>
    public void Leave(MailLiquidContext part)
    {
        _steps = part._steps;
        IncrementSteps();
    }

    private void Prepare()
    {
        // Otherwise the first of Orchard's tags would set the culture and zone of the request.
        IsInitialized = true;
        MaxSteps = StepLimit;
        foreach (var (name, value) in _values)
        {
            SetValue(name, value);
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
}
