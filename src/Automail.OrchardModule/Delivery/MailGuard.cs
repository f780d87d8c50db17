using Automail.Engine;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Microsoft.Extensions.Logging;

namespace Automail.OrchardModule.Delivery;

/// <summary>Lets mail wait while the site lacks what every mail needs: its address or a sender. Setting them sends it; nothing is lost meanwhile.</summary>
internal sealed class MailGuard(MailSender sender, IAutomailStore store, OrchardSite site, OrchardTimeProvider clock, ILogger<MailGuard> logger) : IDueHandler
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public string Kind => sender.Kind;

    /// <inheritdoc/>
    public bool Overlaps => sender.Overlaps;

    /// <inheritdoc/>
    public async Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        if (await site.FindProblemAsync() is not { } problem)
        {
            await sender.HandleAsync(leases, cancellationToken);
            return;
        }

        logger.LogWarning("{Count} mails wait. {Problem}", leases.Count, problem);
        var now = clock.Now();
        await store.ExecuteAsync(
            async unit =>
            {
                var records = await unit.Ledger.GetAsync([.. leases.Select(MailSender.SendId)]);
                foreach (var lease in leases)
                {
                    if (await unit.Due.RetryAsync(lease, now + AskAgain, problem)
                        && records.GetValueOrDefault(MailSender.SendId(lease)) is { State: SendState.Queued } record
                        && record.Reason != problem)
                    {
                        await unit.Ledger.UpdateAsync(record with { Reason = problem, UpdatedAt = now });
                    }
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken) => sender.GiveUpAsync(lease, error, cancellationToken);
}
