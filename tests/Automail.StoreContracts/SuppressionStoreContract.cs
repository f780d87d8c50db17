using Automail.Engine;
using Automail.Engine.Consent;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

public abstract class SuppressionStoreContract : StoreContract
{
    private static readonly string Hash = Suppression.Hash("ann@example.com");

    [Theory]
    [InlineData(SuppressionReason.Manual)]
    [InlineData(SuppressionReason.HardBounce)]
    [InlineData(SuppressionReason.Complaint)]
    [InlineData(SuppressionReason.Unsubscribed)]
    [InlineData(SuppressionReason.Erased)]
    public async Task Every_field_comes_back(SuppressionReason reason)
    {
        var store = await NewStoreAsync();
        var suppression = new Suppression(Hash, reason, Some.Time, Some.Text);

        (await store.ExecuteAsync(u => u.Suppressions.TryAddAsync(suppression))).ShouldBeTrue();

        (await store.ReadAsync(u => u.Suppressions.FindAsync([Hash])))[Hash].ShouldBeSame(suppression);
    }

    [Fact]
    public async Task The_first_reason_stays()
    {
        var store = await NewStoreAsync();
        var first = new Suppression(Hash, SuppressionReason.HardBounce, Some.Time, "bounce");
        await store.ExecuteAsync(u => u.Suppressions.TryAddAsync(first));

        var added = await store.ExecuteAsync(u => u.Suppressions.TryAddAsync(new Suppression(Hash, SuppressionReason.Manual, Some.After(1), "operator")));

        added.ShouldBeFalse();
        (await store.ReadAsync(u => u.Suppressions.FindAsync([Hash])))[Hash].ShouldBeSame(first);
    }

    [Fact]
    public async Task A_lifted_suppression_is_gone_and_another_reason_can_follow()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(u => u.Suppressions.TryAddAsync(new Suppression(Hash, SuppressionReason.HardBounce, Some.Time, "bounce")));

        (await store.ExecuteAsync(u => u.Suppressions.RemoveAsync(Hash))).ShouldBeTrue();
        (await store.ReadAsync(u => u.Suppressions.FindAsync([Hash]))).ShouldBeEmpty();
        (await store.ExecuteAsync(u => u.Suppressions.RemoveAsync(Hash))).ShouldBeFalse();
        (await store.ExecuteAsync(u => u.Suppressions.TryAddAsync(new Suppression(Hash, SuppressionReason.Complaint, Some.Time, "loop")))).ShouldBeTrue();

        (await store.ReadAsync(u => u.Suppressions.FindAsync([Hash])))[Hash].Reason.ShouldBe(SuppressionReason.Complaint);
    }

    [Fact]
    public async Task Only_the_suppressed_ones_of_those_asked_for_are_found()
    {
        var store = await NewStoreAsync();
        var hashes = Enumerable.Range(0, 100).Select(i => Suppression.Hash($"{i}@example.com")).ToArray();
        await store.ExecuteAsync(async u =>
        {
            foreach (var hash in hashes.Where((_, i) => i % 2 == 0))
            {
                await u.Suppressions.TryAddAsync(new Suppression(hash, SuppressionReason.Manual, Some.Time, "import"));
            }
        });

        var found = await store.ReadAsync(u => u.Suppressions.FindAsync(hashes[..50]));

        found.Keys.ShouldBe(hashes[..50].Where((_, i) => i % 2 == 0), ignoreOrder: true);
        (await store.ReadAsync(u => u.Suppressions.FindAsync([]))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_many_who_suppress_the_same_address_at_once_one_succeeds()
    {
        var store = await NewStoreAsync();

        var added = await AtOnceAsync(8, i => InsistAsync(store, u
            => u.Suppressions.TryAddAsync(new Suppression(Hash, SuppressionReason.Manual, Some.Time, $"worker {i}"))));

        added.Count(a => a).ShouldBe(1);
        (await store.ReadAsync(u => u.Suppressions.FindAsync([Hash])))[Hash].Source.ShouldBe($"worker {Array.IndexOf(added, true)}");
    }
}
