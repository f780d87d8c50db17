using Automail.Engine;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.BackgroundTasks;

namespace Automail.OrchardModule.Sequences.Tallies;

/// <summary>Keeps what has to be read for the numbers of a sequence small.</summary>
[BackgroundTask(
    Title = "Automail: numbers of steps",
    Schedule = "*/10 * * * *",
    Description = "Adds up what was counted at the steps of sequences.",
    LockTimeout = 1_000,
    LockExpiration = 600_000)]
public sealed class TallyBackgroundTask : IBackgroundTask
{
    private const int AtOnce = 1_000;

    /// <inheritdoc/>
    public async Task DoWorkAsync(IServiceProvider serviceProvider, CancellationToken cancellationToken)
    {
        var store = serviceProvider.GetRequiredService<IAutomailStore>();
        while (await store.ExecuteAsync(unit => ((StepTallyStore)unit.Tallies).FoldAsync(AtOnce), cancellationToken) == AtOnce)
        {
        }
    }
}
