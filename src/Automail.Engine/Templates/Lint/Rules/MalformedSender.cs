using Automail.Engine.Delivery;
using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM106.</summary>
internal sealed class MalformedSender : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM106",
        Severity = LintSeverity.Error,
        Title = "Malformed sender",
        Explanation = "The sender is of the form Name <address> or an address alone (RFC 5322, section 3.4); with anything else the mail cannot be sent.",
        Messages = ["'{0}' is not a sender of the form Name <address>."],
    };

    public override LintRule Rule => About;

    public override void CheckMail(LintMail mail, LintReport report)
    {
        if (mail.Template.From is { } from && Mailbox.Parse(from) is null)
        {
            report.Add(About, LintSource.From, from);
        }
    }
}
