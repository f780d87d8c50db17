namespace Automail.OrchardModule.Behavior.OrderPlaced;

/// <summary>The form of the trigger.</summary>
public class OrderPlacedEventViewModel
{
    /// <summary>The least total; empty for every order.</summary>
    public decimal? MinimumValue { get; set; }
}
