using Automail.Engine.Sequences.Lint;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>What the linter says about sequences, in the reader's language.</summary>
internal sealed class SequenceLintTexts(FieldTexts fields, IStringLocalizer<SequenceLintTexts> localizer)
{
    private const string NotJson = "AM701";

    private readonly IStringLocalizer S = localizer;

    /// <summary>A finding as a problem of the editor. What is no JSON is found by its line.</summary>
    public SequenceProblem Problem(SequenceFinding finding)
        => finding.Code == NotJson
            ? new("", S["Line {0}: {1}", finding.Line, Text(finding)], finding.Severity, finding.Code)
            : new(finding.Path, Text(finding), finding.Severity, finding.Code);

    private string Text(SequenceFinding finding)
    {
        object[] arguments = [.. finding.Arguments];
        return finding.Format switch
        {
            "{0}" => fields.Of(finding.Message),
            "The condition cannot be read: {0}" => S["The condition cannot be read: {0}", arguments].Value,
            "The text cannot be read: {0}" => S["The text cannot be read: {0}", arguments].Value,
            "The address is not encrypted: it is called only when its host is on the list of own hosts. Use https." => S["The address is not encrypted: it is called only when its host is on the list of own hosts. Use https.", arguments].Value,
            "Who orders stays in this sequence and is reminded all the same: add 'order.placed' to exit.on." => S["Who orders stays in this sequence and is reminded all the same: add 'order.placed' to exit.on.", arguments].Value,
            "This puts the contact back to the start in no time: {0}. Put a wait between." => S["This puts the contact back to the start in no time: {0}. Put a wait between.", arguments].Value,
            "'{0}' brings no consent: who has not consented to '{1}' before gets none of this mail." => S["'{0}' brings no consent: who has not consented to '{1}' before gets none of this mail.", arguments].Value,
            "'{0}' lets nobody in a second time: this does nothing." => S["'{0}' lets nobody in a second time: this does nothing.", arguments].Value,
            "'{0}' comes once for each contact, and has let this one in: the exit never fires." => S["'{0}' comes once for each contact, and has let this one in: the exit never fires.", arguments].Value,
            "'{0}' comes once for each contact, and has let this one in: the goal is never reached." => S["'{0}' comes once for each contact, and has let this one in: the goal is never reached.", arguments].Value,
            "The time for the goal is over at once." => S["The time for the goal is over at once.", arguments].Value,
            "The time for the goal is over before the first mail goes out, {0} hours after entry at the earliest." => S["The time for the goal is over before the first mail goes out, {0} hours after entry at the earliest.", arguments].Value,
            "'{0}' changes as time passes, and nobody enters by that. Use a schedule." => S["'{0}' changes as time passes, and nobody enters by that. Use a schedule.", arguments].Value,
            "There is no '{0}' here: the condition is about the contact." => S["There is no '{0}' here: the condition is about the contact.", arguments].Value,
            "This comes every {0} minutes, and goes over all contacts each time: once an hour is often enough." => S["This comes every {0} minutes, and goes over all contacts each time: once an hour is often enough.", arguments].Value,
            "The date comes each year, but lets nobody in a second time. Set 'reentry'." => S["The date comes each year, but lets nobody in a second time. Set 'reentry'.", arguments].Value,
            "This waits for {0} days." => S["This waits for {0} days.", arguments].Value,
            "This mail goes out less than an hour after the mail '{0}'." => S["This mail goes out less than an hour after the mail '{0}'.", arguments].Value,
            "'{0}' takes away the consent that mail for the purpose '{1}' needs: none of it would be sent." => S["'{0}' takes away the consent that mail for the purpose '{1}' needs: none of it would be sent.", arguments].Value,
            "This is not JSON: {0}" => S["This is not JSON: {0}", arguments].Value,
            "The window is closed for {0} hours at a time, and mail that is {1} hours late is skipped: what misses its window never goes out." => S["The window is closed for {0} hours at a time, and mail that is {1} hours late is skipped: what misses its window never goes out.", arguments].Value,
            "Mail that comes up more than {0} seconds late is skipped: that happens every day. Allow an hour at least." => S["Mail that comes up more than {0} seconds late is skipped: that happens every day. Allow an hour at least.", arguments].Value,
            "There is no event '{0}'; did you mean '{1}'?" => S["There is no event '{0}'; did you mean '{1}'?", arguments].Value,
            "'{0}' is not an event type: lower-case letters, digits, dots, hyphens and underscores only." => S["'{0}' is not an event type: lower-case letters, digits, dots, hyphens and underscores only.", arguments].Value,
            "There is no sequence '{0}'." => S["There is no sequence '{0}'.", arguments].Value,
            "There is no sequence '{0}'; did you mean '{1}'?" => S["There is no sequence '{0}'; did you mean '{1}'?", arguments].Value,
            "There is no template '{0}'." => S["There is no template '{0}'.", arguments].Value,
            "There is no template '{0}'; did you mean '{1}'?" => S["There is no template '{0}'; did you mean '{1}'?", arguments].Value,
            "No workflow is started by the name '{0}'." => S["No workflow is started by the name '{0}'.", arguments].Value,
            "No workflow is started by the name '{0}'; did you mean '{1}'?" => S["No workflow is started by the name '{0}'; did you mean '{1}'?", arguments].Value,
            "Nobody gets to this step: everybody has left at '{0}'." => S["Nobody gets to this step: everybody has left at '{0}'.", arguments].Value,
            "Nobody goes this way: the condition is always {0}." => S["Nobody goes this way: the condition is always {0}.", arguments].Value,
            "Nobody enters: the condition is always false." => S["Nobody enters: the condition is always false."].Value,
            "Nobody gets to this step: the condition of the exit always holds." => S["Nobody gets to this step: the condition of the exit always holds."].Value,
            "The condition is always false: the exit never fires." => S["The condition is always false: the exit never fires."].Value,
            "The condition is always false: the goal is never reached." => S["The condition is always false: the goal is never reached."].Value,
            "'{0}' comes once for each contact, and has let this one in: it does not come again." => S["'{0}' comes once for each contact, and has let this one in: it does not come again.", arguments].Value,
            "'{0}' is an exit: whoever it comes for has left, and nobody takes the branch 'then'." => S["'{0}' is an exit: whoever it comes for has left, and nobody takes the branch 'then'.", arguments].Value,
            "'{0}' is the goal: whoever it comes for has left, and nobody takes the branch 'then'." => S["'{0}' is the goal: whoever it comes for has left, and nobody takes the branch 'then'.", arguments].Value,
            "No mail has gone out before this step: '{0}' can only come from mail of other sequences." => S["No mail has gone out before this step: '{0}' can only come from mail of other sequences.", arguments].Value,
            "This waits until a time outside the window: the mail '{0}' always waits for the next opening." => S["This waits until a time outside the window: the mail '{0}' always waits for the next opening.", arguments].Value,
            "The window opens and closes at {0}, which leaves it open all day." => S["The window opens and closes at {0}, which leaves it open all day.", arguments].Value,
            _ => finding.Message,
        };
    }
}
