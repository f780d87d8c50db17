using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>What the reader of definitions says about a field, in the reader's language. It comes as an English sentence, whose form is recognized; one that is not known stays English.</summary>
internal sealed class FieldTexts(IStringLocalizer<FieldTexts> localizer)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly IStringLocalizer S = localizer;

    private (string Form, Func<object[], string> Translate)[] Known =>
    [
        ("is missing.", arguments => S["is missing.", arguments]),
        ("is empty.", arguments => S["is empty.", arguments]),
        ("stands twice.", arguments => S["stands twice.", arguments]),
        ("is not an object.", arguments => S["is not an object.", arguments]),
        ("is not a text.", arguments => S["is not a text.", arguments]),
        ("is not a list of steps.", arguments => S["is not a list of steps.", arguments]),
        ("is nested more than ten deep.", arguments => S["is nested more than ten deep.", arguments]),
        ("has more than 500 steps.", arguments => S["has more than 500 steps.", arguments]),
        ("is no time at all.", arguments => S["is no time at all.", arguments]),
        ("is empty: mail could never go out.", arguments => S["is empty: mail could never go out.", arguments]),
        ("is empty: that time never comes.", arguments => S["is empty: that time never comes.", arguments]),
        ("is not made of hours and minutes, at most 744 hours.", arguments => S["is not made of hours and minutes, at most 744 hours.", arguments]),
        ("is not a list of 2 to 20 branches.", arguments => S["is not a list of 2 to 20 branches.", arguments]),
        ("is not a whole number from 1 to {0}.", arguments => S["is not a whole number from 1 to {0}.", arguments]),
        ("is longer than {0} characters.", arguments => S["is longer than {0} characters.", arguments]),
        ("is not exactly one of {0}.", arguments => S["is not exactly one of {0}.", arguments]),
        ("is not known here; known are {0}.", arguments => S["is not known here; known are {0}.", arguments]),
        ("is not a list of 1 to {0} e-mail addresses.", arguments => S["is not a list of 1 to {0} e-mail addresses.", arguments]),
        ("'{0}' stands twice.", arguments => S["'{0}' stands twice.", arguments]),
        ("is not an e-mail address.", arguments => S["is not an e-mail address.", arguments]),
        ("is not an e-mail address: {0}", arguments => S["is not an e-mail address.", arguments]),
        ("holds control characters.", arguments => S["holds control characters.", arguments]),
        ("holds control characters other than line breaks and tabs.", arguments => S["holds control characters other than line breaks and tabs.", arguments]),
        ("is not an address that begins with https://.", arguments => S["is not an address that begins with https://.", arguments]),
        ("holds a user name or password. Calls are signed; a key of the receiver can stand in the path or the query.", arguments => S["holds a user name or password. Calls are signed; a key of the receiver can stand in the path or the query.", arguments]),
        ("holds a fragment (#), which is never sent.", arguments => S["holds a fragment (#), which is never sent.", arguments]),
        ("'{0}' is used twice.", arguments => S["'{0}' is used twice.", arguments]),
        ("'{0}' is negative.", arguments => S["'{0}' is negative.", arguments]),
        ("'{0}' is longer than ten years.", arguments => S["'{0}' is longer than ten years.", arguments]),
        ("'{0}' is not an ISO 8601 duration such as PT1H or P3D.", arguments => S["'{0}' is not an ISO 8601 duration such as PT1H or P3D.", arguments]),
        ("'{0}' is not a time of day such as 09:00.", arguments => S["'{0}' is not a time of day such as 09:00.", arguments]),
        ("'{0}' is not a cron expression such as 0 9 * * mon.", arguments => S["'{0}' is not a cron expression such as 0 9 * * mon.", arguments]),
        ("'{0}' is a time that never comes.", arguments => S["'{0}' is a time that never comes.", arguments]),
        ("'{0}' is neither 'site' nor an IANA time zone.", arguments => S["'{0}' is neither 'site' nor an IANA time zone.", arguments]),
        ("'{0}' is neither 'contact' nor an IANA time zone.", arguments => S["'{0}' is neither 'contact' nor an IANA time zone.", arguments]),
        ("'{0}' is not made of letters, digits, hyphens and underscores.", arguments => S["'{0}' is not made of letters, digits, hyphens and underscores.", arguments]),
    ];

    /// <summary>A sentence such as <c>is not a whole number from 1 to 100.</c></summary>
    public string Of(string sentence)
    {
        foreach (var (form, translate) in Known)
        {
            var pattern = "^" + Regex.Escape(form).Replace(@"\{0}", "(.*)", StringComparison.Ordinal) + "$";
            if (Regex.Match(sentence, pattern, RegexOptions.CultureInvariant | RegexOptions.Singleline, Patience) is { Success: true } match)
            {
                return translate([.. match.Groups.Values.Skip(1).Select(group => group.Value)]);
            }
        }

        return sentence;
    }
}
