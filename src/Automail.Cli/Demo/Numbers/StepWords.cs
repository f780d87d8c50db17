using System.Globalization;
using Automail.Engine.Sequences;
using NodaTime;

namespace Automail.Cli.Demo.Numbers;

/// <summary>Steps in plain words. Durations stay as they are written; the page says them.</summary>
internal static class StepWords
{
    /// <summary>What a step does.</summary>
    public static string Does(Step step) => step switch
    {
        WaitStep wait => $"Wait {wait.Duration}" + (wait.Spread is { } spread ? $", up to {spread} longer" : ""),
        WaitUntilClockStep wait => $"Wait until {Days(wait)}{Time(wait.Until.Time)}",
        WaitUntilDateStep wait => wait.Until.Offset is { } offset
            ? $"Wait until {offset} {(wait.Until.Before ? "before" : "after")} {wait.Until.Attribute}"
            : $"Wait until {wait.Until.Attribute}",
        SendStep send => $"Send “{send.Template}”",
        IfStep branch => $"If {branch.Condition}",
        SplitStep split => $"Divide {string.Join(" : ", split.Branches.Select(way => way.Weight.ToString(CultureInfo.InvariantCulture)))}",
        HoldoutStep holdout => $"Hold out {holdout.Percent.ToString(CultureInfo.InvariantCulture)} of a hundred",
        WaitForStep wait => $"Wait for {wait.Event}, {wait.Timeout} at most",
        EnrollStep enroll => $"Put into “{enroll.Sequence}”",
        RemoveStep remove => $"Take out of “{remove.Sequence}”",
        StartWorkflowStep start => $"Start the workflow “{start.Workflow}”",
        NotifyStep notify => $"Write to {string.Join(", ", notify.To)}",
        WebhookStep webhook => $"Call {webhook.Url}",
        SetStep => "Change tags or attributes",
        _ => step.Id,
    };

    /// <summary>What somebody does who is at a step.</summary>
    public static string IsAt(Step step) => step switch
    {
        WaitStep wait => $"waits {wait.Duration}",
        WaitUntilClockStep wait => $"waits until {Days(wait)}{Time(wait.Until.Time)}",
        WaitUntilDateStep wait => $"waits for {wait.Until.Attribute}",
        SendStep send => $"holds “{send.Template}” until the window opens",
        WaitForStep wait => $"waits for {wait.Event}, {wait.Timeout} at most",
        _ => step.Id,
    };

    private static string Days(WaitUntilClockStep wait)
        => wait.Until.Days.Count == 7 ? "" : string.Join(", ", wait.Until.Days.Order().Select(day => CultureInfo.InvariantCulture.DateTimeFormat.GetDayName((DayOfWeek)((int)day % 7)))) + " ";

    private static string Time(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
