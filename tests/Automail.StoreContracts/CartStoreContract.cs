using Automail.Engine;
using Automail.Engine.Behavior.CartAbandonment;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

public abstract class CartStoreContract : StoreContract
{
    [Fact]
    public async Task Every_field_comes_back()
    {
        var store = await NewStoreAsync();
        var cart = new Cart
        {
            CartId = Some.Text,
            ContactId = "ann",
            Currency = "JPY",
            Items = Some.Json("""[{"sku":"日本","quantity":2.5,"price":0.10,"url":"https://x/?a=1&b='2'"},{"nested":{"a":[null]}}]"""),
            Total = 79228162514264337593543950335m,
            UpdatedAt = Some.After(-7),
            ReportedIdle = new TimeSpan(3, 4, 5, 6, 789),
        };

        await store.ExecuteAsync(u => u.Carts.SaveAsync(cart));

        (await store.ReadAsync(u => u.Carts.GetAsync(Some.Text))).ShouldBeSame(cart);
    }

    [Fact]
    public async Task An_emptied_cart_comes_back_empty_and_an_unknown_one_is_null()
    {
        var store = await NewStoreAsync();
        var cart = Some.Cart("k1", "ann") with { Items = Some.Json("[]"), Total = 0 };

        await store.ExecuteAsync(u => u.Carts.SaveAsync(cart));

        var found = await store.ReadAsync(u => u.Carts.GetAsync("k1"));
        found.ShouldBeSame(cart);
        found!.HasItems.ShouldBeFalse();
        (await store.ReadAsync(u => u.Carts.GetAsync("K1"))).ShouldBeNull();
    }

    [Fact]
    public async Task Saving_again_replaces_and_can_give_the_cart_to_another_contact()
    {
        var store = await NewStoreAsync();
        var changed = Some.Cart("k1", "bob") with { Currency = "USD", UpdatedAt = Some.After(60), ReportedIdle = TimeSpan.FromHours(1) };
        await store.ExecuteAsync(u => u.Carts.SaveAsync(Some.Cart("k1", "ann")));

        await store.ExecuteAsync(u => u.Carts.SaveAsync(changed));

        (await store.ReadAsync(u => u.Carts.ForContactAsync("ann"))).ShouldBeEmpty();
        (await store.ReadAsync(u => u.Carts.ForContactAsync("bob"))).ShouldBeSame(changed);
    }

    [Fact]
    public async Task A_contacts_carts_come_by_cart_id()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            foreach (var id in new[] { "b", "a", "B", "c", "10", "9" })
            {
                await u.Carts.SaveAsync(Some.Cart(id, "ann"));
            }

            await u.Carts.SaveAsync(Some.Cart("bobs", "bob"));
        });

        var carts = await store.ReadAsync(u => u.Carts.ForContactAsync("ann"));

        string.Join(',', carts.Select(c => c.CartId)).ShouldBe("10,9,B,a,b,c");
    }

    [Fact]
    public async Task A_removed_cart_is_gone_and_an_unknown_one_is_no_error()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(u => u.Carts.SaveAsync(Some.Cart("k1", "ann")));

        await store.ExecuteAsync(async u =>
        {
            await u.Carts.RemoveAsync("k1");
            await u.Carts.RemoveAsync("k1");
            await u.Carts.RemoveAsync("unknown");
        });

        (await store.ReadAsync(u => u.Carts.GetAsync("k1"))).ShouldBeNull();
        (await store.ReadAsync(u => u.Carts.ForContactAsync("ann"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_unit_that_failed_leaves_each_cart_with_its_contact()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(u => u.Carts.SaveAsync(Some.Cart("k1", "ann")));

        await Should.ThrowAsync<TimeoutException>(() => store.ExecuteAsync(async u =>
        {
            await u.Carts.SaveAsync(Some.Cart("k2", "ann"));
            await u.Carts.SaveAsync(Some.Cart("k1", "bob"));
            throw new TimeoutException();
        }));

        (await store.ReadAsync(u => u.Carts.ForContactAsync("ann"))).Select(c => c.CartId).ShouldBe(["k1"]);
        (await store.ReadAsync(u => u.Carts.ForContactAsync("bob"))).ShouldBeEmpty();
    }
}
