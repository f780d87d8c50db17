using System.Collections.Concurrent;
using Automail.Engine.Contacts;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;

namespace Automail.Engine.Flow;

/// <summary>Evaluates conditions with the host's Liquid: a condition is what stands inside <c>{% if … %}</c>.</summary>
public sealed class LiquidConditions(ILiquid liquid, ISite site) : IConditions
{
    private const int MaxCached = 1_000;
    private readonly ConcurrentDictionary<string, ILiquidTemplate> _parsed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ILiquidTemplate> _texts = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<bool> HoldsAsync(string condition, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now)
        => (await EvaluateAsync(condition, contact, enteringEvent, enrollment, now)).Holds;

    /// <inheritdoc/>
    public async ValueTask<ConditionResult> LookAsync(string condition, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now)
    {
        var (holds, model) = await EvaluateAsync(condition, contact, enteringEvent, enrollment, now);
        return new ConditionResult(holds, ConditionValues.Of(condition, model));
    }

    /// <inheritdoc/>
    public async ValueTask<string> RenderAsync(string text, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now)
    {
        var profile = await site.GetProfileAsync();
        return await Find(_texts, text, ParseText).RenderAsync(MailModel.Create(contact, profile, enteringEvent, enrollment), new LiquidContext(profile.Locale, profile.TimeZone, now));
    }

    private async ValueTask<(bool Holds, IReadOnlyDictionary<string, object?> Model)> EvaluateAsync(
        string condition, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now)
    {
        var profile = await site.GetProfileAsync();
        var model = MailModel.Create(contact, profile, enteringEvent, enrollment);
        var context = new LiquidContext("", contact.TimeZone ?? profile.TimeZone, now);
        return (await Find(_parsed, condition, Parse).RenderAsync(model, context) == "1", model);
    }

    /// <summary>Checks a condition's syntax.</summary>
    /// <exception cref="TemplateException">It is wrong.</exception>
    public void Check(string condition) => Find(_parsed, condition, Parse);

    /// <summary>Checks a condition's syntax with the Liquid of a host.</summary>
    /// <exception cref="TemplateException">It is wrong.</exception>
    public static void Check(ILiquid liquid, string condition) => Parse(liquid, condition);

    /// <summary>Checks the syntax of a text for people of the team.</summary>
    /// <exception cref="TemplateException">It is wrong.</exception>
    public void CheckText(string text) => Find(_texts, text, ParseText);

    /// <summary>Checks the syntax of a text for people of the team with the Liquid of a host.</summary>
    /// <exception cref="TemplateException">It is wrong.</exception>
    public static void CheckText(ILiquid liquid, string text) => ParseText(liquid, text);

    private ILiquidTemplate Find(ConcurrentDictionary<string, ILiquidTemplate> known, string source, Func<ILiquid, string, ILiquidTemplate> parse)
    {
        if (known.TryGetValue(source, out var parsed))
        {
            return parsed;
        }

        parsed = parse(liquid, source);
        if (known.Count >= MaxCached)
        {
            known.Clear();
        }

        return known[source] = parsed;
    }

    private static ILiquidTemplate ParseText(ILiquid liquid, string text) => liquid.Parse(text, LiquidEncoding.None);

    private static ILiquidTemplate Parse(ILiquid liquid, string condition)
    {
        // Nothing that leaves the tag: a condition is not a template.
        if (condition.Contains("%}", StringComparison.Ordinal) || condition.Contains("{%", StringComparison.Ordinal) || condition.Contains("{{", StringComparison.Ordinal))
        {
            throw new TemplateException($"'{condition}' is not a condition: it holds tags.");
        }

        return liquid.Parse($"{{% if {condition} %}}1{{% endif %}}", LiquidEncoding.None);
    }
}
