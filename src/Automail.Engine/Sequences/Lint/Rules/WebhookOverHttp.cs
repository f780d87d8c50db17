using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM730.</summary>
internal sealed class WebhookOverHttp : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM730",
        Severity = LintSeverity.Warning,
        Title = "Webhook that is not encrypted",
        Explanation = "What is known of a contact goes over the network as it is. Such an address is called only when its host is on the site's list of own hosts.",
        Messages =
        [
            "The address is not encrypted: it is called only when its host is on the list of own hosts. Use https.",
        ],
    };

    public override LintRule Rule => About;

    public override bool NeedsTheWhole => false;

    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        foreach (var webhook in sequence.Steps.OfType<WebhookStep>().Where(webhook => webhook.Url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)))
        {
            report.Add(About, 0, sequence.PathOf(webhook, "webhook"), webhook.Id);
        }
    }
}
