namespace Automail.OrchardModule.Behavior.CartAbandoned;

/// <summary>The form of the trigger.</summary>
public class CartAbandonedEventViewModel
{
    /// <summary>How long a cart rests, ISO 8601.</summary>
    public string? IdleTime { get; set; }

    /// <summary>The least value; empty for every cart.</summary>
    public decimal? MinimumValue { get; set; }
}
