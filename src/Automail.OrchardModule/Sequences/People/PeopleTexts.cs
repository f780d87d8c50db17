using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.OrchardModule.Delivery;
using Automail.OrchardModule.Sequences.Enrolling;
using Microsoft.Extensions.Localization;
using OrchardCore.Localization;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>People in sequences, and what is done to them, in words.</summary>
internal sealed class PeopleTexts(MailTexts mails, IStringLocalizer<PeopleTexts> localizer)
{
    private readonly IStringLocalizer S = localizer;

    /// <summary>The title of the people of a sequence.</summary>
    public string PeopleIn(string sequence) => S["People in “{0}”", sequence];

    /// <summary>The title of what would happen.</summary>
    public string WhatIf(string sequence, bool isDraft) => isDraft ? S["If the contact entered the draft “{0}”", sequence] : S["If the contact entered “{0}”", sequence];

    /// <summary>What has become of a passage.</summary>
    public string State(PassageState state) => state switch
    {
        PassageState.Active => S["Active"],
        PassageState.Paused => S["Paused"],
        PassageState.Completed => S["Completed"],
        PassageState.Exited => S["Exited"],
        PassageState.GoalReached => S["Goal reached"],
        PassageState.HeldOut => S["Held out"],
        PassageState.Removed => S["Removed"],
        _ => S["Failed"],
    };

    /// <summary>The look of the state's badge; the name stands in it, so that nothing depends on the color.</summary>
    public static string StateClass(PassageState state) => state switch
    {
        PassageState.Active => "text-bg-info",
        PassageState.Paused => "text-bg-warning",
        PassageState.Completed or PassageState.GoalReached => "text-bg-success",
        PassageState.Failed => "text-bg-danger",
        _ => "text-bg-secondary",
    };

    /// <summary>What somebody is called.</summary>
    public string Name(Contact? contact) => contact is null ? S["A contact that is gone"] : contact.Email ?? contact.Name ?? contact.ExternalId ?? S["Visitor without an address"];

    /// <summary>What can be done, on a button.</summary>
    public string Action(PassageAction action) => action switch
    {
        PassageAction.Pause => S["Pause"],
        PassageAction.Resume => S["Resume"],
        PassageAction.SkipAhead => S["Skip ahead"],
        _ => S["Remove"],
    };

    /// <summary>What it does to people.</summary>
    public string Meaning(PassageAction action) => action switch
    {
        PassageAction.Pause => S["Nothing comes due for them until they are resumed. An exit or the goal still ends the sequence for them."],
        PassageAction.Resume => S["They go on with what was left of their wait."],
        PassageAction.SkipAhead => S["They leave out what they wait for, or the mail that waits for its window, and go on."],
        _ => S["The sequence ends for them, and its mail that has not left is kept back. This cannot be undone."],
    };

    /// <summary>The question before it is done.</summary>
    public string Question(PassageAction action, int people) => action switch
    {
        PassageAction.Pause => S.Plural(people, "Pause 1 person?", "Pause {0} people?"),
        PassageAction.Resume => S.Plural(people, "Resume 1 person?", "Resume {0} people?"),
        PassageAction.SkipAhead => S.Plural(people, "Let 1 person skip ahead?", "Let {0} people skip ahead?"),
        _ => S.Plural(people, "Remove 1 person?", "Remove {0} people?"),
    };

    /// <summary>The answer that does it.</summary>
    public string Yes(PassageAction action) => action switch
    {
        PassageAction.Pause => S["Yes, pause"],
        PassageAction.Resume => S["Yes, resume"],
        PassageAction.SkipAhead => S["Yes, skip ahead"],
        _ => S["Yes, remove"],
    };

    /// <summary>What work on many people does.</summary>
    public string Work(PeopleWork work) => work.Order?.Action switch
    {
        null => S["Putting people in"],
        PassageAction.Pause => S["Pausing people"],
        PassageAction.Resume => S["Resuming people"],
        PassageAction.SkipAhead => S["Letting people skip ahead"],
        _ => S["Removing people"],
    };

    /// <summary>How far work on many people is.</summary>
    public string WorkState(WorkState state) => state switch
    {
        People.WorkState.Running => S["Running"],
        People.WorkState.Done => S["Done"],
        People.WorkState.Stopped => S["Stopped"],
        People.WorkState.Counting => S["Counting"],
        People.WorkState.Ready => S["Waits to be confirmed"],
        _ => S["Failed"],
    };

    /// <summary>The look of the state's badge.</summary>
    public static string WorkClass(WorkState state) => state switch
    {
        People.WorkState.Running or People.WorkState.Counting => "text-bg-info",
        People.WorkState.Ready => "text-bg-warning",
        People.WorkState.Failed => "text-bg-danger",
        _ => "text-bg-secondary",
    };

    /// <summary>Why work stopped or failed.</summary>
    public string? Note(PeopleWork work) => work.Note == EntryReasons.Closed ? S["The sequence lets nobody in any more."] : work.Note;

    /// <summary>Why somebody is kept out.</summary>
    public string KeptOut(string reason, string purpose) => reason switch
    {
        EntryReasons.Inside => S["they are inside"],
        EntryReasons.Reentry => S["they were inside, and may not enter again, or not yet"],
        EntryReasons.Closed => S["the sequence lets nobody in any more"],
        EnrollReasons.Gone => S["the contact is gone"],
        EnrollReasons.Unknown => S["nobody is known by what the line says"],
        EnrollReasons.Refused => S["what the line says contradicts what is known"],
        EnrollReasons.Failed => S["it failed again and again"],
        _ => mails.Why(reason, purpose, "") ?? reason,
    };

    /// <summary>How far it has come, in one sentence.</summary>
    public string Progress(PeopleWork work) => work.State is People.WorkState.Counting or People.WorkState.Ready
        ? S["{0:N0} of {1:N0} looked at", Math.Min(work.Seen, work.Total), work.Total]
        : S["{0:N0} of {1:N0} looked at, done for {2:N0}", Math.Min(work.Seen, work.Total), work.Total, work.Changed];
}
