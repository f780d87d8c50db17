using OrchardCore.Modules;

namespace Automail.OrchardModule;

/// <summary>Orchard's clock as the engine's time. A type of its own, so that the host's <see cref="TimeProvider"/> stays what it is.</summary>
public sealed class OrchardTimeProvider(IClock clock) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(DateTime.SpecifyKind(clock.UtcNow, DateTimeKind.Utc));
}
