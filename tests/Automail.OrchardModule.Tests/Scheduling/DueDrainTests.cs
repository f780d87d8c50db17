using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.OrchardModule.Scheduling;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Scheduling;

/// <summary>A site as it is set up in production: what is due is done at once.</summary>
public sealed class PromptSite : Site
{
    /// <summary>What was done, in order; a test waits for it.</summary>
    internal Notes Notes { get; } = new();

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("OrchardCore:Automail:DrainAtOnce", "true")];

    protected override void ConfigureTenant(IServiceCollection services)
    {
        base.ConfigureTenant(services);
        services.AddSingleton(Notes);
        services.AddSingleton<IDueHandler, NotingHandler>();
    }
}

/// <summary>Tells when work was done.</summary>
internal sealed class Notes
{
    private readonly TaskCompletionSource<string> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> Done => _done.Task;

    public void Add(string key) => _done.TrySetResult(key);
}

/// <summary>Work of a kind of its own.</summary>
internal sealed class NotingHandler(IAutomailStore store, Notes notes) : IDueHandler
{
    public string Kind => "note";

    public async Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        await store.ExecuteAsync(unit => unit.Due.CompleteAsync(leases[0]), cancellationToken);
        notes.Add(leases[0].Item.Key);
    }

    public Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken) => Task.CompletedTask;
}

public sealed class DueDrainTests(PromptSite site) : IClassFixture<PromptSite>
{
    [Fact]
    public async Task What_a_scope_commits_as_due_is_done_without_a_sweep()
    {
        await site.InScopeAsync(services => services.GetRequiredService<IUnitOfWork>().Due.ScheduleAsync(new DueItem("note:1", "note", site.Clock.Now)));

        (await site.Notes.Done.WaitAsync(TestContext.Current.CancellationToken)).ShouldBe("note:1");
    }

    [Fact]
    public async Task A_sweep_is_remembered_and_the_site_is_healthy()
    {
        await site.RunBackgroundTaskAsync<DueBackgroundTask>();

        var state = await site.WithAsync<SweepLog, SweepState>(log => log.GetAsync());
        state.LastSweep.ShouldNotBeNull();
        state.LastError.ShouldBeNull();
        (await HealthAsync()).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Work_that_nobody_does_makes_the_site_unhealthy()
    {
        await site.WithAsync<SweepLog, bool>(async log =>
        {
            await log.RecordAsync(0, "The disk is full.");
            return true;
        });

        (await HealthAsync()).Description.ShouldNotBeNull().ShouldContain("The disk is full.");
    }

    private Task<HealthReportEntry> HealthAsync()
        => site.WithAsync<HealthCheckService, HealthReportEntry>(async service => (await service.CheckHealthAsync()).Entries["automail"]);
}
