using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

public abstract class SendLedgerContract : StoreContract
{
    [Fact]
    public async Task Every_field_comes_back()
    {
        var store = await NewStoreAsync();
        var key = new SendKey("cart-recovery", 12, "cart-recovery/ann/7", "m1", 3);
        var record = new SendRecord
        {
            Id = key.ToId(),
            Key = key,
            ContactId = "ann",
            Kind = SendKind.Webhook,
            Email = "ann@example.com",
            Url = "https://crm.example/hooks?x=1",
            Body = Some.Text,
            Template = "cart-reminder",
            TemplateVersion = "4abc:00ff",
            Purpose = "offers",
            EnrollmentId = "cart-recovery/ann/7",
            DecidedVersion = 13,
            State = SendState.Failed,
            Reason = Some.Text,
            Subject = Some.Text,
            MessageId = key.ToId() + "@example.com",
            QueuedAt = Some.After(1),
            UpdatedAt = Some.After(2),
            Attempts = 5,
            ClickedAt = Some.After(3),
            Event = Some.Nested(),
            Model = Some.Json("""{"coupon":"A&B 'x'"}"""),
        };

        (await store.ExecuteAsync(u => u.Ledger.TryAddAsync(record))).ShouldBeTrue();

        (await store.ReadAsync(u => u.Ledger.GetAsync([record.Id])))[record.Id].ShouldBeSame(record);
    }

    [Theory]
    [InlineData(SendState.Queued)]
    [InlineData(SendState.Sending)]
    [InlineData(SendState.Sent)]
    [InlineData(SendState.Skipped)]
    [InlineData(SendState.Failed)]
    [InlineData(SendState.InDoubt)]
    public async Task Fields_without_a_value_come_back_without_one(SendState state)
    {
        var store = await NewStoreAsync();
        var record = Some.Send("m1", state: state);

        await store.ExecuteAsync(u => u.Ledger.TryAddAsync(record));

        (await store.ReadAsync(u => u.Ledger.GetAsync(["m1"])))["m1"].ShouldBeSame(record);
    }

    [Fact]
    public async Task Json_outlives_the_document_that_it_was_read_from()
    {
        var store = await NewStoreAsync();
        using (var document = JsonDocument.Parse("""{"x":[1,2]}"""))
        {
            await store.ExecuteAsync(u => u.Ledger.TryAddAsync(Some.Send("m1") with { Event = document.RootElement, Model = document.RootElement }));
        }

        var found = (await store.ReadAsync(u => u.Ledger.GetAsync(["m1"])))["m1"];

        found.Event!.Value.GetRawText().ShouldBe("""{"x":[1,2]}""");
        found.Model!.Value.GetRawText().ShouldBe("""{"x":[1,2]}""");
    }

    [Fact]
    public async Task A_mail_is_recorded_once_and_the_first_record_stays()
    {
        var store = await NewStoreAsync();
        var first = Some.Send("m1");
        await store.ExecuteAsync(u => u.Ledger.TryAddAsync(first));

        var inAnotherUnit = await store.ExecuteAsync(u => u.Ledger.TryAddAsync(Some.Send("m1", "bob", SendState.Sent)));
        var inOneUnit = await store.ExecuteAsync(async u => (await u.Ledger.TryAddAsync(Some.Send("m2")), await u.Ledger.TryAddAsync(Some.Send("m2", "bob"))));

        inAnotherUnit.ShouldBeFalse();
        inOneUnit.ShouldBe((true, false));
        (await store.ReadAsync(u => u.Ledger.GetAsync(["m1"])))["m1"].ShouldBeSame(first);
        (await store.ReadAsync(u => u.Ledger.SearchAsync(new SendQuery(), 0, 10))).Total.ShouldBe(2);
    }

    [Fact]
    public async Task Of_many_who_record_the_same_mail_at_once_one_succeeds()
    {
        var store = await NewStoreAsync();

        var added = await AtOnceAsync(8, i => InsistAsync(store, u => u.Ledger.TryAddAsync(Some.Send("m1", $"worker{i}"))));

        added.Count(a => a).ShouldBe(1);
        (await store.ReadAsync(u => u.Ledger.GetAsync(["m1"])))["m1"].ContactId.ShouldBe($"worker{Array.IndexOf(added, true)}");
    }

    [Fact]
    public async Task An_update_replaces_and_one_without_a_record_is_refused()
    {
        var store = await NewStoreAsync();
        var changed = Some.Send("m1", state: SendState.Sent, updatedAt: Some.After(9)) with
        {
            Email = "ann@example.com",
            Subject = "Hello",
            MessageId = "m1@example.com",
            Attempts = 1,
            Model = Some.Json("{}"),
        };
        await store.ExecuteAsync(u => u.Ledger.TryAddAsync(Some.Send("m1") with { Reason = "later", Event = Some.Nested() }));

        await store.ExecuteAsync(u => u.Ledger.UpdateAsync(changed));
        await Should.ThrowAsync<InvalidOperationException>(() => store.ExecuteAsync(u => u.Ledger.UpdateAsync(Some.Send("m2"))));

        var found = await store.ReadAsync(u => u.Ledger.GetAsync(["m1", "m2"]));
        found.Keys.ShouldBe(["m1"]);
        found["m1"].ShouldBeSame(changed);
    }

    [Theory]
    [InlineData(null, null, null, "6,5,4,3,2,1")]
    [InlineData(SendState.Sent, null, null, "4,3")]
    [InlineData(null, "EXAMPLE.com", null, "5,4,1")]
    [InlineData(null, "cart-", null, "3,2")]
    [InlineData(null, "50%", null, "2")]
    [InlineData(null, "CRM.example", null, "6")]
    [InlineData(null, "_", null, "")]
    [InlineData(null, " ", null, "6,5,4,3,2,1")]
    [InlineData(null, null, "ann", "3,2,1")]
    [InlineData(SendState.Queued, null, "ann", "2,1")]
    [InlineData(SendState.Sent, "example.com", "bob", "4")]
    [InlineData(SendState.Failed, null, null, "")]
    public async Task A_search_combines_state_text_and_contact(SendState? state, string? text, string? contactId, string expected)
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            await u.Ledger.TryAddAsync(Some.Send("1", "ann", SendState.Queued, Some.After(1)) with { Email = "ann@example.com" });
            await u.Ledger.TryAddAsync(Some.Send("2", "ann", SendState.Queued, Some.After(2)) with { Template = "cart-50%" });
            await u.Ledger.TryAddAsync(Some.Send("3", "ann", SendState.Sent, Some.After(3)) with { Template = "Cart-reminder" });
            await u.Ledger.TryAddAsync(Some.Send("4", "bob", SendState.Sent, Some.After(4)) with { Email = "bob@example.com" });
            await u.Ledger.TryAddAsync(Some.Send("5", "bob", SendState.Skipped, Some.After(5)) with { Email = "bob@example.com" });
            await u.Ledger.TryAddAsync(Some.Send("6", "eve", SendState.Skipped, Some.After(6)) with { Kind = SendKind.Webhook, Url = "https://crm.example/hooks" });
        });

        var page = await store.ReadAsync(u => u.Ledger.SearchAsync(new SendQuery(state, text, contactId), 0, 10));

        string.Join(',', page.Items.Select(r => r.Id)).ShouldBe(expected);
        page.Total.ShouldBe(page.Items.Count);
    }

    [Fact]
    public async Task A_search_is_paged_newest_change_first_then_by_id()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            foreach (var (id, seconds) in new[] { ("b", 1), ("a", 1), ("old", 0), ("new", 9), ("mid", 5) })
            {
                await u.Ledger.TryAddAsync(Some.Send(id, updatedAt: Some.After(seconds)));
            }
        });
        await store.ExecuteAsync(u => u.Ledger.UpdateAsync(Some.Send("old", updatedAt: Some.After(7))));

        var pages = await store.ReadAsync(async u => new[]
        {
            await u.Ledger.SearchAsync(new SendQuery(), 0, 2),
            await u.Ledger.SearchAsync(new SendQuery(), 2, 2),
            await u.Ledger.SearchAsync(new SendQuery(), 4, 2),
            await u.Ledger.SearchAsync(new SendQuery(ContactId: "ann"), 1, 3),
            await u.Ledger.SearchAsync(new SendQuery(SendState.Queued), 9, 2),
        });

        pages.Select(p => string.Join(',', p.Items.Select(r => r.Id))).ShouldBe(["new,old", "mid,a", "b", "old,mid,a", ""]);
        pages.ShouldAllBe(p => p.Total == 5);
    }

    [Fact]
    public async Task Mail_that_was_sent_or_is_being_sent_is_counted_from_an_instant_on_without_transactional_mail()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            await u.Ledger.TryAddAsync(Some.Send("before", "ann", SendState.Sent, Some.After(9.999)));
            await u.Ledger.TryAddAsync(Some.Send("at", "ann", SendState.Sent, Some.After(10)));
            await u.Ledger.TryAddAsync(Some.Send("after", "ann", SendState.Sent, Some.After(11), "news"));
            await u.Ledger.TryAddAsync(Some.Send("receipt", "ann", SendState.Sent, Some.After(12), Purposes.Transactional));
            foreach (var state in Enum.GetValues<SendState>().Where(s => s is not (SendState.Sent or SendState.Sending)))
            {
                await u.Ledger.TryAddAsync(Some.Send($"{state}", "ann", state, Some.After(13)));
            }

            await u.Ledger.TryAddAsync(Some.Send("leaving", "ann", SendState.Sending, Some.After(13)));
            await u.Ledger.TryAddAsync(Some.Send("bobs", "bob", SendState.Sent, Some.After(14)));
            await u.Ledger.TryAddAsync(Some.Send("eves", "eve", SendState.Queued, Some.After(14)));
            await u.Ledger.TryAddAsync(Some.Send("others", "other", SendState.Sent, Some.After(14)));
        });

        var counts = await store.ReadAsync(u => u.Ledger.CountSentAsync(["ann", "bob", "eve", "nobody"], Some.After(10)));

        counts.ShouldBe(new Dictionary<string, int> { ["ann"] = 3, ["bob"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_mail_counts_as_sent_from_the_unit_on_in_which_it_was_sent()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(u => u.Ledger.TryAddAsync(Some.Send("m1")));

        var counts = await store.ExecuteAsync(async u =>
        {
            var before = await u.Ledger.CountSentAsync(["ann"], Some.Time);
            await u.Ledger.UpdateAsync(Some.Send("m1", state: SendState.Sent, updatedAt: Some.After(1)));
            return (Before: before.Count, After: await u.Ledger.CountSentAsync(["ann"], Some.Time));
        });

        counts.Before.ShouldBe(0);
        counts.After["ann"].ShouldBe(1);
    }

    [Fact]
    public async Task Each_state_is_counted()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            for (var i = 0; i < 6; i++)
            {
                await u.Ledger.TryAddAsync(Some.Send($"q{i}"));
            }

            await u.Ledger.UpdateAsync(Some.Send("q0", state: SendState.Sent));
            await u.Ledger.UpdateAsync(Some.Send("q1", state: SendState.Sent));
            await u.Ledger.UpdateAsync(Some.Send("q2", state: SendState.Skipped));
        });

        var counts = await store.ReadAsync(u => u.Ledger.CountByStateAsync());

        counts.Where(c => c.Value != 0).ShouldBe(
            [new(SendState.Queued, 3), new(SendState.Sent, 2), new(SendState.Skipped, 1)], ignoreOrder: true);
    }

    [Fact]
    public async Task Reassigned_mail_counts_for_the_other_contact()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            await u.Ledger.TryAddAsync(Some.Send("1", "visitor", SendState.Sent));
            await u.Ledger.TryAddAsync(Some.Send("2", "person", SendState.Sent));
            await u.Ledger.TryAddAsync(Some.Send("3", "bystander", SendState.Sent));
        });

        await store.ExecuteAsync(u => u.Ledger.ReassignAsync("visitor", "person"));

        await store.ReadAsync(async u =>
        {
            (await u.Ledger.CountSentAsync(["visitor", "person"], Some.Time)).ShouldBe(new Dictionary<string, int> { ["person"] = 2 });
            (await u.Ledger.SearchAsync(new SendQuery(ContactId: "person"), 0, 10)).Items.ShouldAllBe(r => r.ContactId == "person");
            (await u.Ledger.SearchAsync(new SendQuery(ContactId: "person"), 0, 10)).Total.ShouldBe(2);
            (await u.Ledger.SearchAsync(new SendQuery(ContactId: "visitor"), 0, 10)).Total.ShouldBe(0);
            return true;
        });
    }
}
