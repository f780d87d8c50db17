using Automail.Engine.Consent;
using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM201.</summary>
internal sealed class MissingUnsubscribe : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM201",
        Severity = LintSeverity.Error,
        Title = "No unsubscribe link",
        Explanation = "Mail that needs consent has a link by which everybody can end it, as Gmail, Yahoo and the law demand (CAN-SPAM, GDPR). Print {{ unsubscribe_url }} as a link in the body, or use a layout that does.",
        Messages = ["The mail has no unsubscribe link: neither body nor layout prints unsubscribe_url."],
    };

    public override LintRule Rule => About;

    public override void CheckMail(LintMail mail, LintReport report)
    {
        if (!Purposes.NeedConsent(mail.Template.Purpose) || mail.Html.IsCut || mail.Layout is { IsCut: true } || mail.Options.MissingLayout is not null || mail.Parts.HasUnknown)
        {
            return;
        }

        if (!mail.Parts.Sources.Prepend(mail.Html).Concat(mail.Layout is null ? [] : [mail.Layout]).Any(Prints))
        {
            report.Add(About, LintSource.Html);
        }
    }

    /// <summary>Whether a text prints the link. Asking whether there is one is not enough, and in a comment nobody sees it.</summary>
    internal static bool Prints(LintSource source)
        => source.Liquid.Variables.Any(use => use.Term.Value == "unsubscribe_url"
            && source.Pieces.All[source.Pieces.IndexAt(use.Term.Start)].Name is not ("if" or "unless" or "elsif" or "case" or "when")
            && !source.Markup.Comments.Exists(comment => comment.Start <= use.Term.Start && use.Term.Start < comment.End));
}
