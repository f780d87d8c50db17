using Automail.Engine.Behavior;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

public sealed class IdentificationTests
{
    private readonly FlowHost _host = new();

    [Fact]
    public async Task A_visitors_cart_is_the_customers_after_registration()
    {
        await _host.FillCartAsync("visitor-1");
        await _host.RegisterAsync("ann@example.org", subject: "visitor-1");
        var ann = await _host.ContactAsync("ann@example.org");
        (await _host.ContactAsync("visitor-1"))!.Id.ShouldBe(ann!.Id);
        await _host.AdvanceAsync(TimeSpan.FromHours(1));
        (await EventsAsync(ann.Id)).ShouldBe([EventTypes.CartAbandoned, EventTypes.UserRegistered, EventTypes.CartUpdated]);
    }

    [Fact]
    public async Task A_visitor_who_turns_out_to_be_known_is_joined_with_all_that_was_theirs()
    {
        await _host.RegisterAsync("ann@example.org");
        await _host.OrderAsync("visitor-1");
        await _host.FillCartAsync("visitor-1");
        await _host.HappenAsync("visitor-1", EventTypes.ContactUpdated, new { email = "Ann@Example.org" });
        var ann = await _host.ContactAsync("visitor-1");
        ann!.Email.ShouldBe("ann@example.org");
        ann.OrderCount.ShouldBe(1);
        (await EventsAsync(ann.Id)).Count.ShouldBe(4);
        (await _host.Store.ReadAsync(unit => unit.Carts.ForContactAsync(ann.Id), TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        (await _host.Store.ReadAsync(unit => unit.Contacts.SearchAsync(null, 0, 10), TestContext.Current.CancellationToken)).Total.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"mode":"always"}""")]
    [InlineData("""{"mode":"after","period":"P1D"}""")]
    [InlineData("""{"mode":"never"}""")]
    public async Task Who_is_inside_when_two_become_one_does_not_enter_beside_that_and_can_be_taken_out(string reentry)
    {
        await _host.PublishAsync($$"""{"id":"s","trigger":{"event":"product.viewed"},"reentry":{{reentry}},"steps":[{"id":"w","wait":"P2D"}]}""");
        await _host.RegisterAsync("ann@example.org");
        for (var i = 0; i < 3; i++)
        {
            await _host.HappenAsync("ann@example.org", EventTypes.ProductViewed, new { sku = "a" });
            await _host.AdvanceAsync(TimeSpan.FromDays(3));
        }

        // The visitor's first passage, and the person's last one has ended.
        await _host.HappenAsync("visitor-1", EventTypes.ProductViewed, new { sku = "a" });
        await _host.HappenAsync("ann@example.org", EventTypes.ContactUpdated, new { anonymousId = "visitor-1" });
        await _host.HappenAsync("ann@example.org", EventTypes.ProductViewed, new { sku = "a" });

        var ann = (await _host.ContactAsync("ann@example.org"))!;
        var passages = await _host.EnrollmentsAsync("ann@example.org");
        passages.Count(passage => passage.Status == EnrollmentStatus.Active).ShouldBe(1);
        passages.Select(passage => passage.Number).Distinct().Count().ShouldBe(passages.Count);
        (await _host.Store.ExecuteAsync(unit => _host.Pipeline.Runner.RemoveAsync(unit, "s", ann.Id, "asked to"), TestContext.Current.CancellationToken)).ShouldBeTrue();

        await _host.AdvanceAsync(TimeSpan.FromDays(3));
        await _host.HappenAsync("ann@example.org", EventTypes.ProductViewed, new { sku = "a" });
        (await _host.EnrollmentsAsync("ann@example.org")).Count(passage => passage.Status == EnrollmentStatus.Active).ShouldBe(reentry.Contains("never", StringComparison.Ordinal) ? 0 : 1);
    }

    [Fact]
    public async Task Two_people_on_one_device_stay_two_people()
    {
        await _host.RegisterAsync("ann@example.org", subject: "visitor-1");
        await _host.RegisterAsync("bob@example.org", subject: "visitor-1");
        (await _host.ContactAsync("visitor-1"))!.Email.ShouldBe("bob@example.org");
        (await _host.ContactAsync("ann@example.org"))!.AnonymousIds.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_registration_told_again_does_not_take_the_device_back()
    {
        var ann = new { email = "ann@example.org" };
        await _host.HappenAsync("visitor-1", EventTypes.UserRegistered, ann, id: "reg-ann");
        await _host.RegisterAsync("bob@example.org", subject: "visitor-1");
        (await _host.HappenAsync("visitor-1", EventTypes.UserRegistered, ann, id: "reg-ann")).Duplicates.ShouldBe(1);
        (await _host.ContactAsync("visitor-1"))!.Email.ShouldBe("bob@example.org");
    }

    [Fact]
    public async Task Under_an_external_id_the_address_may_change_but_not_into_somebody_elses()
    {
        await _host.HappenAsync("ann@example.org", EventTypes.ContactUpdated, new { externalId = "cust-1" });
        await _host.HappenAsync("cust-1", EventTypes.ContactUpdated, new { email = "ann@new.example" });
        (await _host.ContactAsync("ann@new.example"))!.ExternalId.ShouldBe("cust-1");
        (await _host.ContactAsync("ann@example.org")).ShouldBeNull();
        await _host.RegisterAsync("bob@example.org");
        (await Should.ThrowAsync<FieldException>(_host.HappenAsync("cust-1", EventTypes.ContactUpdated, new { email = "bob@example.org" }))).Field.ShouldBe("data.email");
        (await _host.ContactAsync("cust-1"))!.Email.ShouldBe("ann@new.example");
    }

    [Fact]
    public async Task Registering_cannot_change_an_address()
        => (await Should.ThrowAsync<FieldException>(_host.RegisterAsync("bob@example.org", subject: "ann@example.org"))).Field.ShouldBe("data.email");

    [Fact]
    public async Task A_freed_address_makes_a_new_contact()
    {
        await _host.RegisterAsync("ann@example.org");
        var first = await _host.ContactAsync("ann@example.org");
        await _host.HappenAsync("ann@example.org", EventTypes.ContactUpdated, new { email = "ann@new.example" });
        await _host.RegisterAsync("ann@example.org");
        (await _host.ContactAsync("ann@example.org"))!.Id.ShouldNotBe(first!.Id);
        (await _host.ContactAsync("ann@new.example"))!.Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task Of_two_passages_through_one_journey_the_joined_contact_keeps_one()
    {
        await _host.PublishAsync("""{ "id": "s", "trigger": { "event": "product.viewed" }, "steps": [ { "id": "w", "wait": "P1D" }, { "id": "m", "send": "t" } ] }""");
        await _host.RegisterAsync("ann@example.org");
        await _host.HappenAsync("ann@example.org", EventTypes.ProductViewed, new { sku = "a" });
        await _host.HappenAsync("visitor-1", EventTypes.ProductViewed, new { sku = "a" });
        await _host.RegisterAsync("ann@example.org", subject: "visitor-1");
        (await _host.EnrollmentsAsync("ann@example.org")).Select(one => one.Status).ShouldBe([EnrollmentStatus.Active, EnrollmentStatus.Removed], ignoreOrder: true);
        await _host.AdvanceAsync(TimeSpan.FromDays(2));
        _host.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Profile_changes_add_up()
    {
        await _host.HappenAsync("ann@example.org", EventTypes.ContactUpdated, new { name = "Ann Lee", timeZone = "Europe/Amsterdam", tags = new { add = new[] { "vip", "new" } }, attributes = new { size = "M" } });
        await _host.HappenAsync("ann@example.org", EventTypes.ContactUpdated, new { tags = new { remove = new[] { "new" } }, attributes = new { colour = "red" } });
        var ann = await _host.ContactAsync("ann@example.org");
        ann!.GivenName.ShouldBe("Ann");
        ann.Tags.ShouldBe(["vip"]);
        ann.Attributes.Keys.ShouldBe(["colour", "size"]);
    }

    private async Task<IReadOnlyList<string>> EventsAsync(string contactId)
        => [.. (await _host.Store.ReadAsync(unit => unit.Events.ForContactAsync(contactId, 0, 50), TestContext.Current.CancellationToken)).Items.Select(logged => logged.Event.Type)];
}
