using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Sequences;
using Microsoft.Extensions.Localization;
using OrchardCore.Localization;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>Steps and events in plain words of the reader's language.</summary>
internal sealed class StepWords(TimeWords times, IStringLocalizer<StepWords> localizer)
{
    private readonly IStringLocalizer S = localizer;

    /// <summary>What happened, after "when" or "after": the cart is left.</summary>
    public string Event(string type) => type switch
    {
        EventTypes.CartAbandoned => S["the cart is left"],
        EventTypes.CartUpdated => S["the cart changes"],
        EventTypes.UserRegistered => S["somebody registers"],
        EventTypes.ContactUpdated => S["the contact's data changes"],
        EventTypes.OrderPlaced => S["an order is placed"],
        EventTypes.ProductViewed => S["a product is viewed"],
        EventTypes.LinkClicked => S["a link is clicked"],
        EventTypes.EmailOpened => S["a mail is opened"],
        EventTypes.EmailBounced => S["a mail bounces"],
        EventTypes.EmailComplained => S["a mail is reported as spam"],
        EventTypes.ContactUnsubscribed => S["the contact unsubscribes"],
        SequenceTrigger.DateReached => S["the date is reached"],
        SequenceTrigger.ScheduleReached => S["the time has come"],
        _ => S["“{0}” happens", type],
    };

    /// <summary>What a step does.</summary>
    public string Of(Step step) => step switch
    {
        WaitStep { Spread: { } spread } wait => S["Wait {0}, and up to {1} more by chance", times.Of(wait.Duration), times.Of(spread)],
        WaitStep wait => S["Wait {0}", times.Of(wait.Duration)],
        WaitUntilClockStep { Until: var until } => times.Days(until.Days) is { Length: > 0 } days
            ? S["Wait until {0} ({1})", TimeWords.Clock(until.Time), days]
            : S["Wait until {0}", TimeWords.Clock(until.Time)],
        WaitUntilDateStep wait => Date(wait),
        SendStep send => S["Send “{0}”", send.Template],
        IfStep branch => S["If {0}", branch.Condition],
        SplitStep split => S["Split people: {0}", Shares(split)],
        HoldoutStep holdout => S["Hold {0} of 100 people out", holdout.Percent],
        WaitForStep wait => S["Wait until {0}, at most {1}", Event(wait.Event), times.Of(wait.Timeout)],
        EnrollStep enroll => S["Put into the sequence “{0}”", enroll.Sequence],
        RemoveStep remove => S["Take out of the sequence “{0}”", remove.Sequence],
        StartWorkflowStep start => S["Start the workflow “{0}”", start.Workflow],
        NotifyStep notify => S["Tell {0} by mail: “{1}”", string.Join(", ", notify.To), notify.Subject],
        WebhookStep webhook => S["Call {0}", webhook.Url],
        SetStep set => Change(set.Change),
        _ => step.Id,
    };

    private string Date(WaitUntilDateStep wait)
    {
        var until = wait.Until;
        var moment = until.Offset is null ? S["Wait until the date “{0}”", until.Attribute]
            : until.Before ? S["Wait until {0} before the date “{1}”", times.Of(until.Offset), until.Attribute]
            : S["Wait until {0} after the date “{1}”", times.Of(until.Offset), until.Attribute];
        var words = moment.Value;
        if (until.Yearly)
        {
            words = S["{0}, every year", words];
        }

        if (until.Time is { } time)
        {
            words = S["{0}, at {1}", words, TimeWords.Clock(time)];
        }

        return wait.ExitWhenMissing ? S["{0}; without such a date the sequence ends", words] : words;
    }

    private static string Shares(SplitStep split)
    {
        var all = split.Branches.Sum(branch => branch.Weight);
        return string.Join(" / ", split.Branches.Select(branch => $"{Math.Round(100m * branch.Weight / all)} %"));
    }

    private string Change(ProfileChange change)
    {
        var parts = new List<string>();
        if (change.AddTags.Count > 0)
        {
            parts.Add(S.Plural(change.AddTags.Count, "add the tag {1}", "add the tags {1}", string.Join(", ", change.AddTags)));
        }

        if (change.RemoveTags.Count > 0)
        {
            parts.Add(S.Plural(change.RemoveTags.Count, "remove the tag {1}", "remove the tags {1}", string.Join(", ", change.RemoveTags)));
        }

        if (change.Attributes.Count > 0)
        {
            parts.Add(S["set {0}", string.Join(", ", change.Attributes.Keys)]);
        }

        return parts.Count == 0 ? S["Change nothing"] : S["At the contact: {0}", times.List(parts)];
    }
}
