using Automail.Engine.Templates.Lint;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Templates.Lint;

/// <summary>The messages of the engine's rules in the language of who reads them. What a Liquid parser says stays as it says it.</summary>
internal sealed class LintTexts(IStringLocalizer<LintTexts> localizer)
{
    private readonly IStringLocalizer S = localizer;

    /// <summary>The message of a finding.</summary>
    public string Message(LintFinding finding)
    {
        object[] arguments = [.. finding.Arguments];
        return finding.Format switch
        {
            "The address is empty." => S["The address is empty.", arguments],
            "'{0}' has no host." => S["'{0}' has no host.", arguments],
            "'{0}' lacks https:// and is taken for a page of the site." => S["'{0}' lacks https:// and is taken for a page of the site.", arguments],
            "{0} drops '{1}'." => S["{0} drops '{1}'.", arguments],
            "{0} drop '{1}'." => S["{0} drop '{1}'.", arguments],
            "Gmail or Outlook drops <{0}>." => S["Gmail or Outlook drops <{0}>.", arguments],
            "The id '{0}' is used before." => S["The id '{0}' is used before.", arguments],
            "The subject is empty." => S["The subject is empty.", arguments],
            "There are many exclamation marks here." => S["There are many exclamation marks here.", arguments],
            "The body is images with {0} characters of text." => S["The body is images with {0} characters of text.", arguments],
            "'{0}' is not https." => S["'{0}' is not https.", arguments],
            "The layout does not print {{{{ content }}}}." => S["The layout does not print {{{{ content }}}}.", arguments],
            "'{0}' hides where it leads to; filters distrust it." => S["'{0}' hides where it leads to; filters distrust it.", arguments],
            "'{0}' cannot be reached by readers." => S["'{0}' cannot be reached by readers.", arguments],
            "The subject has {0} characters; inboxes show about {1}." => S["The subject has {0} characters; inboxes show about {1}.", arguments],
            "The contrast of {0} on {1} is {2} : 1; text needs {3} : 1." => S["The contrast of {0} on {1} is {2} : 1; text needs {3} : 1.", arguments],
            "'{0}' is not a sender of the form Name <address>." => S["'{0}' is not a sender of the form Name <address>.", arguments],
            "The image has no alt." => S["The image has no alt.", arguments],
            "'{0}' can be missing, and then nothing stands here. Add | default: \"…\" or an {{% if %}} around it." => S["'{0}' can be missing, and then nothing stands here. Add | default: \"…\" or an {{% if %}} around it.", arguments],
            "There is no layout '{0}'." => S["There is no layout '{0}'.", arguments],
            "There is no preheader." => S["There is no preheader.", arguments],
            "There is no purpose." => S["There is no purpose.", arguments],
            "The mail has no unsubscribe link: neither body nor layout prints unsubscribe_url." => S["The mail has no unsubscribe link: neither body nor layout prints unsubscribe_url.", arguments],
            "The layout has no unsubscribe link, so that marketing mails need one in their body." => S["The layout has no unsubscribe link, so that marketing mails need one in their body.", arguments],
            "The image has no width attribute." => S["The image has no width attribute.", arguments],
            "'raw' prints HTML as it is; make sure that no stranger wrote it." => S["'raw' prints HTML as it is; make sure that no stranger wrote it.", arguments],
            "<script> does not run in mail, and servers refuse it." => S["<script> does not run in mail, and servers refuse it.", arguments],
            "'{0}' does not run in mail, and servers refuse it." => S["'{0}' does not run in mail, and servers refuse it.", arguments],
            "The subject is written in capitals." => S["The subject is written in capitals.", arguments],
            "The text is longer than {0} characters and was not looked at." => S["The text is longer than {0} characters and was not looked at.", arguments],
            "The text does not print unsubscribe_url." => S["The text does not print unsubscribe_url.", arguments],
            "The HTML has at least {0} KB; Gmail cuts it after {1} KB." => S["The HTML has at least {0} KB; Gmail cuts it after {1} KB.", arguments],
            "The body has only {0} characters of text." => S["The body has only {0} characters of text.", arguments],
            "There is no filter '{0}'." => S["There is no filter '{0}'.", arguments],
            "There is no filter '{0}'. Did you mean '{1}'?" => S["There is no filter '{0}'. Did you mean '{1}'?", arguments],
            "The theme has no part '{0}'." => S["The theme has no part '{0}'.", arguments],
            "The theme has no part '{0}'. Did you mean '{1}'?" => S["The theme has no part '{0}'. Did you mean '{1}'?", arguments],
            "There is no tag '{0}'." => S["There is no tag '{0}'.", arguments],
            "There is no tag '{0}'. Did you mean '{1}'?" => S["There is no tag '{0}'. Did you mean '{1}'?", arguments],
            "There is no variable '{0}'." => S["There is no variable '{0}'.", arguments],
            "There is no variable '{0}'. Did you mean '{1}'?" => S["There is no variable '{0}'. Did you mean '{1}'?", arguments],
            "A linked style sheet is not loaded." => S["A linked style sheet is not loaded.", arguments],
            "A style element outside the head is left out by Gmail." => S["A style element outside the head is left out by Gmail.", arguments],
            _ => finding.Message,
        };
    }
}
