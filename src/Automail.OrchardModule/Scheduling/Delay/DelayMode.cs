namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>What a Delay waits for.</summary>
public enum DelayMode
{
    /// <summary>A length of time.</summary>
    Duration,

    /// <summary>The next time that a clock in the contact's zone shows a time of day.</summary>
    TimeOfDay,

    /// <summary>A moment that Liquid gives.</summary>
    Date,
}
