using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Contacts;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

public abstract partial class ContactStoreContract : StoreContract
{
    [Fact]
    public async Task Every_field_comes_back()
    {
        var store = await NewStoreAsync();
        var contact = new Contact
        {
            Id = "c1",
            Email = "ann@example.com",
            ExternalId = "crm:42",
            AnonymousIds = ["visitor-1", "visitor-2"],
            Name = Some.Text,
            FirstName = "Ann" + Some.Text,
            Locale = "nl-BE",
            TimeZone = "Pacific/Auckland",
            Tags = ["a", "b c", "日本"],
            Attributes = new Dictionary<string, JsonElement> { ["plan"] = Some.Json("\"gold\""), ["deep"] = Some.Nested(), [Some.Text] = Some.Json("null") },
            OrderCount = 3,
            OrderTotal = 12345678901234.5678m,
            LastOrderTime = Some.After(-10),
            CreatedAt = Some.After(-100),
            UpdatedAt = Some.After(-1),
        };

        await store.ExecuteAsync(u => u.Contacts.SaveAsync(contact));

        (await store.ReadAsync(u => u.Contacts.GetAsync("c1"))).ShouldBeSame(contact);
    }

    [Fact]
    public async Task Fields_without_a_value_come_back_without_one()
    {
        var store = await NewStoreAsync();
        var contact = Some.Contact("c1");

        await store.ExecuteAsync(u => u.Contacts.SaveAsync(contact));

        (await store.ReadAsync(u => u.Contacts.GetAsync("c1"))).ShouldBeSame(contact);
    }

    [Fact]
    public async Task Json_outlives_the_document_that_it_was_read_from()
    {
        var store = await NewStoreAsync();
        using (var document = JsonDocument.Parse("""{"x":[1,2]}"""))
        {
            var contact = Some.Contact("c1") with { Attributes = new Dictionary<string, JsonElement> { ["a"] = document.RootElement } };
            await store.ExecuteAsync(u => u.Contacts.SaveAsync(contact));
        }

        var found = await store.ReadAsync(u => u.Contacts.GetAsync("c1"));

        found!.Attributes["a"].GetRawText().ShouldBe("""{"x":[1,2]}""");
    }

    [Fact]
    public async Task A_contact_is_found_by_each_of_its_identities()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(u => u.Contacts.SaveAsync(Some.Contact("c1") with
        {
            Email = "ann@example.com",
            ExternalId = "42",
            AnonymousIds = ["v1", "v2"],
        }));
        ContactIdentity[] known = [new(IdentityKind.Email, "ann@example.com"), new(IdentityKind.Key, "42"), new(IdentityKind.Key, "v1"), new(IdentityKind.Key, "v2")];
        ContactIdentity[] unknown = [new(IdentityKind.Key, "ann@example.com"), new(IdentityKind.Email, "42"), new(IdentityKind.Key, "V1"), new(IdentityKind.Key, "v")];

        await store.ReadAsync(async u =>
        {
            foreach (var identity in known)
            {
                (await u.Contacts.FindAsync(identity))?.Id.ShouldBe("c1", identity.ToString());
            }

            foreach (var identity in unknown)
            {
                (await u.Contacts.FindAsync(identity)).ShouldBeNull(identity.ToString());
            }

            return true;
        });
    }

    [Fact]
    public async Task An_identity_of_another_contact_is_refused_and_nothing_of_the_contact_is_kept()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(u => u.Contacts.SaveAsync(Some.Contact("c1") with { AnonymousIds = ["v1"] }));
        var thief = Some.Contact("c2") with { Email = "bob@example.com", ExternalId = "v1" };

        await Should.ThrowAsync<InvalidOperationException>(() => store.ExecuteAsync(u => u.Contacts.SaveAsync(thief)));

        await store.ReadAsync(async u =>
        {
            (await u.Contacts.GetAsync("c2")).ShouldBeNull();
            (await u.Contacts.FindAsync(new ContactIdentity(IdentityKind.Email, "bob@example.com"))).ShouldBeNull();
            (await u.Contacts.FindAsync(new ContactIdentity(IdentityKind.Key, "v1")))!.Id.ShouldBe("c1");
            return true;
        });
    }

    [Fact]
    public async Task A_change_replaces_and_frees_the_identities_that_are_gone()
    {
        var store = await NewStoreAsync();
        var first = Some.Contact("c1") with { Email = "old@example.com", AnonymousIds = ["v1", "v2"], Tags = ["x"] };
        var changed = first with { Email = "new@example.com", AnonymousIds = ["v2"], Tags = [] };
        await store.ExecuteAsync(u => u.Contacts.SaveAsync(first));

        await store.ExecuteAsync(u => u.Contacts.SaveAsync(changed));
        await store.ExecuteAsync(u => u.Contacts.SaveAsync(Some.Contact("c2") with { Email = "old@example.com", ExternalId = "v1" }));

        await store.ReadAsync(async u =>
        {
            (await u.Contacts.GetAsync("c1")).ShouldBeSame(changed);
            (await u.Contacts.FindAsync(new ContactIdentity(IdentityKind.Email, "old@example.com")))!.Id.ShouldBe("c2");
            (await u.Contacts.FindAsync(new ContactIdentity(IdentityKind.Email, "new@example.com")))!.Id.ShouldBe("c1");
            (await u.Contacts.FindAsync(new ContactIdentity(IdentityKind.Key, "v1")))!.Id.ShouldBe("c2");
            (await u.Contacts.FindAsync(new ContactIdentity(IdentityKind.Key, "v2")))!.Id.ShouldBe("c1");
            return true;
        });
    }

    [Fact]
    public async Task Two_contacts_become_one_in_one_unit()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            await u.Contacts.SaveAsync(Some.Contact("visitor") with { AnonymousIds = ["v1"] });
            await u.Contacts.SaveAsync(Some.Contact("person") with { Email = "ann@example.com" });
        });

        await store.ExecuteAsync(async u =>
        {
            var visitor = await u.Contacts.FindAsync(new ContactIdentity(IdentityKind.Key, "v1"));
            var person = await u.Contacts.FindAsync(new ContactIdentity(IdentityKind.Email, "ann@example.com"));
            await u.Contacts.RemoveAsync(visitor!.Id);
            await u.Contacts.SaveAsync(person! with { AnonymousIds = visitor.AnonymousIds });
        });

        await store.ReadAsync(async u =>
        {
            (await u.Contacts.GetAsync("visitor")).ShouldBeNull();
            (await u.Contacts.FindAsync(new ContactIdentity(IdentityKind.Key, "v1")))!.Id.ShouldBe("person");
            (await u.Contacts.SearchAsync(null, 0, 10)).Total.ShouldBe(1);
            return true;
        });
    }

    [Fact]
    public async Task Removing_frees_the_identities_and_unknown_ids_are_no_error()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(u => u.Contacts.SaveAsync(Some.Contact("c1") with { Email = "ann@example.com" }));

        await store.ExecuteAsync(async u =>
        {
            await u.Contacts.RemoveAsync("c1");
            await u.Contacts.RemoveAsync("c1");
            await u.Contacts.RemoveAsync("nobody");
        });
        await store.ExecuteAsync(u => u.Contacts.SaveAsync(Some.Contact("c2") with { Email = "ann@example.com" }));

        (await store.ReadAsync(u => u.Contacts.FindAsync(new ContactIdentity(IdentityKind.Email, "ann@example.com"))))!.Id.ShouldBe("c2");
        (await store.ReadAsync(u => u.Contacts.GetAsync("c1"))).ShouldBeNull();
    }

    [Fact]
    public async Task Many_are_read_at_once_and_unknown_ids_are_left_out()
    {
        var store = await NewStoreAsync();
        var ids = Enumerable.Range(0, 120).Select(i => $"c{i}").ToArray();
        await store.ExecuteAsync(async u =>
        {
            foreach (var id in ids)
            {
                await u.Contacts.SaveAsync(Some.Contact(id));
            }
        });

        var found = await store.ReadAsync(u => u.Contacts.GetAsync([.. ids, "nobody", "C1", ids[0]]));
        var none = await store.ReadAsync(u => u.Contacts.GetAsync((string[])[]));

        found.Keys.ShouldBe(ids, ignoreOrder: true);
        found["c7"].Id.ShouldBe("c7");
        none.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ANN@", "c1")]
    [InlineData("éloïse", "c2")]
    [InlineData("ÉLOÏSE", "c2")]
    [InlineData("crm:7", "c3")]
    [InlineData("100%", "c4")]
    [InlineData("_under", "c5")]
    [InlineData("o'neil", "c6")]
    [InlineData("  o'neil ", "c6")]
    [InlineData("nobody at all", "")]
    [InlineData("%", "c4")]
    [InlineData(" ", "c1,c2,c3,c4,c5,c6")]
    public async Task A_search_looks_for_a_part_without_regard_to_case(string text, string expected)
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            await u.Contacts.SaveAsync(Some.Contact("c1") with { Email = "joann@example.com" });
            await u.Contacts.SaveAsync(Some.Contact("c2") with { Name = "Éloïse" });
            await u.Contacts.SaveAsync(Some.Contact("c3") with { ExternalId = "CRM:77" });
            await u.Contacts.SaveAsync(Some.Contact("c4") with { Name = "100% wool" });
            await u.Contacts.SaveAsync(Some.Contact("c5") with { Name = "an _underscore" });
            await u.Contacts.SaveAsync(Some.Contact("c6") with { Name = "O'Neil" });
        });

        var page = await store.ReadAsync(u => u.Contacts.SearchAsync(text, 0, 10));

        string.Join(',', page.Items.Select(c => c.Id)).ShouldBe(expected);
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
                await u.Contacts.SaveAsync(Some.Contact(id, Some.After(seconds)) with { Email = $"{id}@example.com" });
            }

            await u.Contacts.SaveAsync(Some.Contact("other", Some.After(3)) with { Email = "x@example.org" });
        });

        var pages = await store.ReadAsync(async u => new[]
        {
            await u.Contacts.SearchAsync("example.com", 0, 2),
            await u.Contacts.SearchAsync("example.com", 2, 2),
            await u.Contacts.SearchAsync("example.com", 4, 2),
            await u.Contacts.SearchAsync("example.com", 9, 2),
            await u.Contacts.SearchAsync(null, 1, 2),
        });

        pages.Select(p => string.Join(',', p.Items.Select(c => c.Id))).ShouldBe(["new,mid", "a,b", "old", "", "mid,other"]);
        pages.Select(p => p.Total).ShouldBe([5, 5, 5, 5, 6]);
    }
}
