using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Templates;

namespace Automail.Engine.Sequences;

/// <content>Telling others about the contact.</content>
public static partial class SequenceRules
{
    /// <summary>The longest subject of a mail to the team, in characters; what is longer is cut.</summary>
    private const int MaxSubject = 200;

    /// <summary>The longest text of a mail to the team, in characters; what is longer is cut.</summary>
    private const int MaxMessage = 20_000;

    /// <summary>The mail to people of the team; null when it cannot be made, or was before in this passage. Either way the passage goes on.</summary>
    private static async ValueTask<NoticeDecision?> TellAsync(NotifyOp notify, Contact contact, Enrollment enrollment, DecisionContext context, Tracer tracer)
    {
        NoticeDecision? notice = null;
        string? problem = null;
        if (context.WasDecided is { } wasDecided && await wasDecided(notify.StepId))
        {
            problem = GateReasons.PassedBefore;
        }
        else
        {
            try
            {
                var subject = await context.Conditions.RenderAsync(notify.Subject, contact, enrollment.EnteredBy, enrollment, context.Now);
                var text = await context.Conditions.RenderAsync(notify.Message, contact, enrollment.EnteredBy, enrollment, context.Now);
                notice = new NoticeDecision(notify.StepId, notify.To, OneLine(subject), Lines(text));
            }
            catch (TemplateException error)
            {
                problem = error.Message;
            }
        }

        foreach (var address in notify.To)
        {
            tracer.Add(TraceKind.Notify, notify.StepId, address, problem);
        }

        return notice;
    }

    /// <summary>The call of another system; null when it was made before in this passage.</summary>
    private static async ValueTask<WebhookDecision?> CallAsync(WebhookOp webhook, Contact contact, DecisionContext context, Tracer tracer)
    {
        var passed = context.WasDecided is { } wasDecided && await wasDecided(webhook.StepId);
        tracer.Add(TraceKind.Webhook, webhook.StepId, webhook.Url, passed ? GateReasons.PassedBefore : null);
        return passed ? null : new WebhookDecision(webhook.StepId, webhook.Url, contact);
    }

    /// <summary>A text without line breaks and other control characters, which no value of a contact may bring into a header.</summary>
    private static string OneLine(string text) => Cut(string.Join(' ', new string([.. text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries)), MaxSubject);

    /// <summary>A text without control characters other than line breaks.</summary>
    private static string Lines(string text) => Cut(string.Concat(text.ReplaceLineEndings("\n").Where(c => c is '\n' or '\t' || !char.IsControl(c))).Trim(), MaxMessage);

    private static string Cut(string text, int max) => text.Length <= max ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[max - 2]) ? max - 2 : max - 1), "…");
}
