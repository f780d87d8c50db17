using Automail.Engine;
using Automail.Engine.Consent;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

public abstract class ConsentStoreContract : StoreContract
{
    [Theory]
    [InlineData(ConsentStatus.Pending, null)]
    [InlineData(ConsentStatus.Granted, "v1 " + Some.Text)]
    [InlineData(ConsentStatus.Withdrawn, "")]
    public async Task Every_field_comes_back(ConsentStatus status, string? textVersion)
    {
        var store = await NewStoreAsync();
        var statement = Some.Consent("ann", status, Some.After(1), "news-letter", Some.Text) with { TextVersion = textVersion };

        await store.ExecuteAsync(u => u.Consents.AddAsync(statement));

        (await store.ReadAsync(u => u.Consents.HistoryAsync("ann"))).ShouldBeSame(statement);
        (await store.ReadAsync(u => u.Consents.CurrentAsync(["ann"], "news-letter")))["ann"].ShouldBeSame(statement);
    }

    [Fact]
    public async Task The_latest_statement_is_in_force_whatever_the_order_of_arrival()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            await u.Consents.AddAsync(Some.Consent("ann", ConsentStatus.Withdrawn, Some.After(10)));
            await u.Consents.AddAsync(Some.Consent("ann", ConsentStatus.Granted, Some.After(5)));
            await u.Consents.AddAsync(Some.Consent("ann", ConsentStatus.Pending, Some.After(1)));
        });

        (await store.ReadAsync(u => u.Consents.CurrentAsync(["ann"], Purposes.Marketing)))["ann"].Status.ShouldBe(ConsentStatus.Withdrawn);
    }

    [Theory]
    [InlineData(ConsentStatus.Granted, ConsentStatus.Withdrawn)]
    [InlineData(ConsentStatus.Withdrawn, ConsentStatus.Granted)]
    public async Task Of_two_statements_at_one_instant_the_one_added_last_is_in_force(ConsentStatus first, ConsentStatus last)
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(u => u.Consents.AddAsync(Some.Consent("ann", first)));
        await store.ExecuteAsync(u => u.Consents.AddAsync(Some.Consent("ann", last)));

        var current = await store.ReadAsync(u => u.Consents.CurrentAsync(["ann"], Purposes.Marketing));
        var history = await store.ReadAsync(u => u.Consents.HistoryAsync("ann"));

        current["ann"].Status.ShouldBe(last);
        history.Select(c => c.Status).ShouldBe([first, last]);
    }

    [Fact]
    public async Task Two_statements_of_one_instant_and_one_unit_keep_their_order()
    {
        var store = await NewStoreAsync();
        var seen = await store.ExecuteAsync(async u =>
        {
            await u.Consents.AddAsync(Some.Consent("ann", ConsentStatus.Pending));
            await u.Consents.AddAsync(Some.Consent("ann", ConsentStatus.Granted));
            return (await u.Consents.CurrentAsync(["ann"], Purposes.Marketing))["ann"].Status;
        });

        seen.ShouldBe(ConsentStatus.Granted);
        (await store.ReadAsync(u => u.Consents.HistoryAsync("ann"))).Select(c => c.Status).ShouldBe([ConsentStatus.Pending, ConsentStatus.Granted]);
    }

    [Fact]
    public async Task Purposes_and_contacts_are_apart_and_those_who_said_nothing_are_left_out()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            await u.Consents.AddAsync(Some.Consent("ann", ConsentStatus.Granted, purpose: "news"));
            await u.Consents.AddAsync(Some.Consent("ann", ConsentStatus.Withdrawn, purpose: "offers"));
            await u.Consents.AddAsync(Some.Consent("bob", ConsentStatus.Pending, purpose: "news"));
            await u.Consents.AddAsync(Some.Consent("eve", ConsentStatus.Granted, purpose: "news"));
        });

        var news = await store.ReadAsync(u => u.Consents.CurrentAsync(["ann", "bob", "nobody", "Eve"], "news"));
        var offers = await store.ReadAsync(u => u.Consents.CurrentAsync(["ann", "bob"], "offers"));

        news.ToDictionary(c => c.Key, c => c.Value.Status).ShouldBe(
            new Dictionary<string, ConsentStatus> { ["ann"] = ConsentStatus.Granted, ["bob"] = ConsentStatus.Pending }, ignoreOrder: true);
        offers.Keys.ShouldBe(["ann"]);
        (await store.ReadAsync(u => u.Consents.CurrentAsync([], "news"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_history_keeps_every_statement_oldest_first()
    {
        var store = await NewStoreAsync();
        ConsentRecord[] statements =
        [
            Some.Consent("ann", ConsentStatus.Granted, Some.After(3), source: "third"),
            Some.Consent("ann", ConsentStatus.Pending, Some.After(1), source: "first"),
            Some.Consent("ann", ConsentStatus.Granted, Some.After(2), "news", "second"),
            Some.Consent("ann", ConsentStatus.Withdrawn, Some.After(3), source: "fourth"),
        ];
        await store.ExecuteAsync(async u =>
        {
            foreach (var statement in statements)
            {
                await u.Consents.AddAsync(statement);
            }
        });

        var history = await store.ReadAsync(u => u.Consents.HistoryAsync("ann"));

        history.Select(c => c.Source).ShouldBe(["first", "second", "third", "fourth"]);
        (await store.ReadAsync(u => u.Consents.HistoryAsync("nobody"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Reassigned_statements_count_for_the_other_contact()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            await u.Consents.AddAsync(Some.Consent("visitor", ConsentStatus.Granted, Some.After(1)));
            await u.Consents.AddAsync(Some.Consent("person", ConsentStatus.Granted, Some.After(2)));
            await u.Consents.AddAsync(Some.Consent("visitor", ConsentStatus.Withdrawn, Some.After(2)));
        });

        await store.ExecuteAsync(u => u.Consents.ReassignAsync("visitor", "person"));

        var current = await store.ReadAsync(u => u.Consents.CurrentAsync(["person", "visitor"], Purposes.Marketing));
        var history = await store.ReadAsync(u => u.Consents.HistoryAsync("person"));
        current.Keys.ShouldBe(["person"]);
        current["person"].Status.ShouldBe(ConsentStatus.Withdrawn);
        history.Select(c => (c.ContactId, c.Status)).ShouldBe(
            [("person", ConsentStatus.Granted), ("person", ConsentStatus.Granted), ("person", ConsentStatus.Withdrawn)]);
        (await store.ReadAsync(u => u.Consents.HistoryAsync("visitor"))).ShouldBeEmpty();
    }
}
