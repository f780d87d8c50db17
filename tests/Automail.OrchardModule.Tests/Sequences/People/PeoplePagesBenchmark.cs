using System.Diagnostics;
using System.Globalization;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Tests.Admin;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.People;

/// <summary>
/// How long the pages of a sequence with 100,000 people take, over HTTP and rendered. Measures and checks no time, so it runs only when asked for:
/// <c>Automail.OrchardModule.Tests -explicit only -class *PeoplePagesBenchmark</c>.
/// </summary>
public sealed class PeoplePagesBenchmark(AdminSite site) : IClassFixture<AdminSite>
{
    private const int Count = 100_000;
    private const int Batch = 1_000;
    private const int Rounds = 5;

    private static readonly EnrollmentStatus[] Statuses =
        [.. Enumerable.Repeat(EnrollmentStatus.Active, 4), .. Enumerable.Repeat(EnrollmentStatus.Completed, 4), EnrollmentStatus.Exited, EnrollmentStatus.Removed];

    [Fact(Explicit = true)]
    public async Task Pages_of_100_000()
    {
        await site.PublishSequenceAsync("pp-bench");
        for (var start = 0; start < Count; start += Batch)
        {
            await site.WriteAsync(async unit =>
            {
                for (var i = start; i < start + Batch; i++)
                {
                    await PeopleFill.AddAsync(unit, "pp-bench", i, site.Clock.Now.AddSeconds(i - Count), Statuses[i % Statuses.Length]);
                }
            });
        }

        using var admin = await AdminBrowser.AdminAsync(site);
        foreach (var query in (string[])["", "?pagenum=5000", "?pagenum=10000", "?state=Active", "?state=Removed&pagenum=900", "?state=Failed", "?version=1&step=w1", "?q=p4711@", "?q=example", "?q=nobody-at-all", "?q=p4711&state=Completed"])
        {
            var times = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                var started = Stopwatch.GetTimestamp();
                await admin.PageAsync(PeopleActs.PeopleOf("pp-bench") + query);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{query,-30} median {times.Order().ElementAt(Rounds / 2),6:0} ms, best {times.Min(),6:0} ms"));
        }
    }
}
