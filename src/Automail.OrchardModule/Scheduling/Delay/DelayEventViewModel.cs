namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>The form of a Delay.</summary>
public class DelayEventViewModel
{
    /// <summary>What it waits for.</summary>
    public DelayMode Mode { get; set; }

    /// <summary>A number of <see cref="Unit"/>, or an ISO 8601 duration.</summary>
    public string? Duration { get; set; }

    /// <summary>The unit of the number.</summary>
    public DelayUnit Unit { get; set; }

    /// <summary>Hours and minutes.</summary>
    public string? TimeOfDay { get; set; }

    /// <summary>Liquid that gives a date.</summary>
    public string? DateExpression { get; set; }
}
