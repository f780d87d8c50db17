using Automail.OrchardModule.Scheduling.Delay;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Storage;
using Automail.OrchardModule.Tests.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Scheduling.Delay;

/// <summary>Many Delays, several sweeps, and clocks that jump.</summary>
[Collection(nameof(SharedSite))]
public sealed class DelaySweepTests(Site site) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await site.ClearAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_sweeps_at_once_resume_each_instance_once(bool deleteFinished)
    {
        const int Count = 350;
        await StartAsync(Count, deleteFinished);
        site.Clock.Advance(TimeSpan.FromHours(1));

        var moved = await Task.WhenAll(SweepAsync(), SweepAsync());

        moved.Sum().ShouldBe(Count);
        var left = await site.WorkflowsAsync("wait");
        left.Count.ShouldBe(deleteFinished ? 0 : Count);
        left.ShouldAllBe(workflow => workflow.Status == WorkflowStatus.Finished);
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task More_than_one_stretch_is_gone_through_in_one_sweep()
    {
        await StartAsync(1_150, deleteFinished: true);
        site.Clock.Advance(TimeSpan.FromHours(1));

        (await SweepAsync()).ShouldBe(1_150);
        (await SweepAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_clock_that_jumps_back_ends_nothing_early_and_one_that_jumps_ahead_ends_it_once()
    {
        await StartAsync(1, deleteFinished: false);
        var start = site.Clock.Now;

        // As another node sees it whose clock is behind.
        (await SweepAsync(start.AddDays(-400))).ShouldBe(0);
        (await SweepAsync(start.AddMinutes(59))).ShouldBe(0);
        site.Clock.Advance(TimeSpan.FromDays(400));

        (await SweepAsync()).ShouldBe(1);
        (await SweepAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_instance_that_cannot_be_read_stops_no_other()
    {
        await StartAsync(3, deleteFinished: false);
        await ReplaceAsync("\"BlockingActivities\":[{", "\"BlockingActivities\":[7,{");
        try
        {
            site.Clock.Advance(TimeSpan.FromHours(1));

            (await SweepAsync()).ShouldBe(2);
            (await SweepAsync()).ShouldBe(0);

            site.Errors.Lines.ShouldContain(line => line.Contains("could not be recorded", StringComparison.Ordinal));
        }
        finally
        {
            await ReplaceAsync("\"BlockingActivities\":[7,{", "\"BlockingActivities\":[{");
        }

        (await SweepAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_sweep_reads_the_index_of_due_times()
    {
        Assert.SkipUnless(site.Database.IsSqlite, "The plan is SQLite's.");
        var plan = await site.SqlAsync(connection => connection.RowsAsync(
            "explain query plan select * from WaitingIndex where DueAt <= 5 and DueAt >= 1 and not (DueAt = 1 and DocumentId <= 2) order by DueAt, DocumentId limit 1000"));

        plan.ShouldHaveSingleItem().ShouldContain("USING INDEX IDX_Automail_Waiting_Due");
    }

    private Task StartAsync(int count, bool deleteFinished) => site.InScopeAsync(async services =>
    {
        var types = services.GetRequiredService<IWorkflowTypeStore>();
        var type = new FlowBuilder("wait").Start<DelayEvent>("wait", new { Duration = "PT1H" }).Build(deleteFinished);
        await types.SaveAsync(type);
        for (var i = 0; i < count; i += 50)
        {
            await OrchardCore.Environment.Shell.Scope.ShellScope.UsingChildScopeAsync(async scope =>
            {
                var manager = scope.ServiceProvider.GetRequiredService<IWorkflowManager>();
                for (var n = i; n < Math.Min(i + 50, count); n++)
                {
                    await manager.StartWorkflowAsync(type);
                }
            });
        }
    });

    /// <summary>Changes the text of one waiting instance's document.</summary>
    private async Task ReplaceAsync(string from, string to)
    {
        var configuration = await site.WithAsync<IStore, IConfiguration>(store => Task.FromResult(store.Configuration));
        var (dialect, prefix) = (configuration.SqlDialect, configuration.TablePrefix);
        string Table(string name) => dialect.QuoteForTableName(prefix + name, configuration.Schema);
        string Column(string name) => dialect.QuoteForColumnName(name);
        await site.SqlAsync(connection => connection.RowsAsync(
            $"update {Table("Document")} set {Column("Content")} = replace({Column("Content")}, '{from}', '{to}') "
            + $"where {Column("Id")} = (select min({Column("DocumentId")}) from {Table("WaitingIndex")})"));
    }

    private Task<int> SweepAsync(DateTimeOffset? now = null) => Task.Run(() => site.InScopeAsync(services =>
    {
        TimeProvider clock = now is { } other ? new FakeTimeProvider(other) : services.GetRequiredService<OrchardTimeProvider>();
        return new DelaySweeper(clock, services.GetRequiredService<ILogger<DelaySweeper>>()).DrainAsync(TestContext.Current.CancellationToken);
    }));
}
