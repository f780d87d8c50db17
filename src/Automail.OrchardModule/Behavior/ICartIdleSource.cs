namespace Automail.OrchardModule.Behavior;

/// <summary>Tells which idle times journeys ask of the cart-abandonment rule, beside the site's own. Registered as a singleton; asked at every cart update, so it must answer from memory.</summary>
public interface ICartIdleSource
{
    /// <summary>The idle times, in any order.</summary>
    ValueTask<IReadOnlyCollection<TimeSpan>> GetIdleTimesAsync();
}
