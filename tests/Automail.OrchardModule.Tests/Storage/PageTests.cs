using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.InMemory;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Storage;

/// <summary>Pages are read in different ways, by how many rows are found and from which end; all ways have to give what the stores in memory give.</summary>
[Collection(nameof(SharedSite))]
public sealed class PageTests(Site site)
{
    private const int Count = 1_200;

    private static readonly (int Skip, int Take)[] Pages =
        [(0, 10), (7, 1), (590, 20), (600, 10), (1_190, 10), (1_195, 10), (1_199, 1), (1_200, 10), (5_000, 10), (0, 2_000), (3, 0)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_are_the_same_whichever_way_they_are_read()
    {
        IAutomailStore[] stores = [new InMemoryStore(), await site.NewStoreAsync()];
        foreach (var store in stores)
        {
            await store.ExecuteAsync(FillAsync, Token);
        }

        // Everything, more than is sorted here the way for few, exactly a hundred, one, none.
        foreach (var text in new[] { null, "every", "even", "odd@", "hundred", "number-77x", "nothing" })
        {
            foreach (var (skip, take) in Pages)
            {
                var contacts = await Task.WhenAll(stores.Select(store => store.ReadAsync(unit => unit.Contacts.SearchAsync(text, skip, take), Token)));
                var mails = await Task.WhenAll(stores.Select(store => store.ReadAsync(unit => unit.Ledger.SearchAsync(new SendQuery(Text: text), skip, take), Token)));

                contacts[1].Total.ShouldBe(contacts[0].Total, $"{text} {skip} {take}");
                contacts[1].Items.Select(contact => contact.Id).ShouldBe(contacts[0].Items.Select(contact => contact.Id), $"{text} {skip} {take}");
                mails[1].Total.ShouldBe(mails[0].Total, $"{text} {skip} {take}");
                mails[1].Items.Select(mail => mail.Id).ShouldBe(mails[0].Items.Select(mail => mail.Id), $"{text} {skip} {take}");
            }
        }
    }

    private static async Task FillAsync(IUnitOfWork unit)
    {
        for (var i = 0; i < Count; i++)
        {
            var id = new ContactIdentity(IdentityKind.Key, $"{i}").ToContactId();
            var email = $"{(i % 2 == 0 ? "even" : "odd")}@{(i % 12 == 0 ? "hundred" : "other")}.number-{i}x.every.example";

            // Several share a moment, so that the id decides.
            var at = SiteClock.Start.AddMinutes(i * 7 % 300);
            await unit.Contacts.SaveAsync(new Contact { Id = id, Email = email, UpdatedAt = at });
            await unit.Ledger.TryAddAsync(new SendRecord
            {
                Id = id,
                Key = new SendKey("j", 1, id, "m", 0),
                ContactId = id,
                Email = email,
                Template = "welcome",
                Purpose = "marketing",
                QueuedAt = at,
                UpdatedAt = at,
            });
        }
    }
}
