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

    /// <inheritdoc/>
    public async ValueTask<bool> HoldsAsync(string condition, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now)
        => (await EvaluateAsync(condition, contact, enteringEvent, enrollment, now)).Holds;

    /// <inheritdoc/>
    public async ValueTask<ConditionResult> LookAsync(string condition, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now)
    {
        var (holds, model) = await EvaluateAsync(condition, contact, enteringEvent, enrollment, now);
        return new ConditionResult(holds, ConditionValues.Of(condition, model));
    }

    private async ValueTask<(bool Holds, IReadOnlyDictionary<string, object?> Model)> EvaluateAsync(
        string condition, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now)
    {
        var profile = await site.GetProfileAsync();
        var model = MailModel.Create(contact, profile, enteringEvent, enrollment);
        var context = new LiquidContext("", contact.TimeZone ?? profile.TimeZone, now);
        return (await Parse(condition).RenderAsync(model, context) == "1", model);
    }

    /// <summary>Checks a condition's syntax.</summary>
    /// <exception cref="TemplateException">It is wrong.</exception>
    public void Check(string condition) => Parse(condition);

    /// <summary>Checks a condition's syntax with the Liquid of a host.</summary>
    /// <exception cref="TemplateException">It is wrong.</exception>
    public static void Check(ILiquid liquid, string condition) => Parse(liquid, condition);

    private ILiquidTemplate Parse(string condition)
    {
        if (_parsed.TryGetValue(condition, out var parsed))
        {
            return parsed;
        }

        parsed = Parse(liquid, condition);
        if (_parsed.Count >= MaxCached)
        {
            _parsed.Clear();
        }

        return _parsed[condition] = parsed;
    }

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
