using Automail.Engine;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

/// <content>Going over all contacts.</content>
public abstract partial class ContactStoreContract
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Every_contact_is_seen_once_in_stretches_while_contacts_change_come_and_go(int max)
    {
        var store = await NewStoreAsync();
        string[] lasting = ["a", "B", "c", "d-é", "e", "Z", "日本"];
        await store.ExecuteAsync(async u =>
        {
            foreach (var id in lasting.Append("leaver").Append("z-leaver"))
            {
                await u.Contacts.SaveAsync(Some.Contact(id) with { Email = $"{Array.IndexOf(lasting, id)}{id.Length}@example.com" });
            }
        });

        var seen = new List<string>();
        string? after = null;
        var stretches = 0;
        do
        {
            var (from, number) = (after, stretches++);
            after = await store.ExecuteAsync(async u =>
            {
                var stretch = await u.Contacts.StretchAsync(from, max);
                stretch.Contacts.Count.ShouldBeLessThanOrEqualTo(max);
                foreach (var contact in stretch.Contacts)
                {
                    seen.Add(contact.Id);
                    await u.Contacts.SaveAsync(contact with { Name = "changed", UpdatedAt = Some.After(number) });
                }

                await u.Contacts.RemoveAsync("leaver");
                await u.Contacts.RemoveAsync("z-leaver");
                await u.Contacts.SaveAsync(Some.Contact($"new{number % 3}"));
                return stretch.Next;
            });
            stretches.ShouldBeLessThan(100);
        }
        while (after is not null);

        seen.ShouldBeUnique();
        seen.ShouldBeSubsetOf([.. lasting, "leaver", "z-leaver", "new0", "new1", "new2"]);
        lasting.ShouldBeSubsetOf(seen);
        var all = await store.ReadAsync(u => u.Contacts.StretchAsync(null, 100));
        all.Contacts.Select(c => c.Id).Where(id => !id.StartsWith("new", StringComparison.Ordinal)).ShouldBe(lasting, ignoreOrder: true);
        all.Contacts.Single(c => c.Id == "B").Name.ShouldBe("changed");
    }

    [Fact]
    public async Task A_stretch_sees_the_units_own_changes_and_none_that_were_taken_back()
    {
        var store = await NewStoreAsync();
        var none = await store.ReadAsync(u => u.Contacts.StretchAsync(null, 10));
        (none.Contacts.Count, none.Next).ShouldBe((0, null));
        await store.ExecuteAsync(u => u.Contacts.SaveAsync(Some.Contact("c1")));

        await Should.ThrowAsync<TimeoutException>(() => store.ExecuteAsync(async u =>
        {
            await u.Contacts.SaveAsync(Some.Contact("c2"));
            await u.Contacts.RemoveAsync("c1");
            (await u.Contacts.StretchAsync(null, 10)).Contacts.Select(c => c.Id).ShouldBe(["c2"]);
            throw new TimeoutException();
        }));

        (await store.ReadAsync(u => u.Contacts.StretchAsync(null, 10))).Contacts.Select(c => c.Id).ShouldBe(["c1"]);
    }
}
