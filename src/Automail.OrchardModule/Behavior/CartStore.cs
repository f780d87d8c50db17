using Automail.Engine.Behavior.CartAbandonment;
using Automail.OrchardModule.Storage;
using YesSql;

namespace Automail.OrchardModule.Behavior;

/// <summary>Carts in YesSql.</summary>
internal sealed class CartStore(SessionStore session) : ICartStore
{
    private readonly RecordStore<Cart, CartDocument, CartIndex> _carts = new(
        session,
        cart => cart.CartId,
        cart => new CartDocument { Record = cart },
        nameof(CartIndex.CartKey),
        Keys.Of);

    public Task<Cart?> GetAsync(string cartId) => _carts.GetAsync(cartId);

    public async Task<IReadOnlyList<Cart>> ForContactAsync(string contactId)
    {
        var contactKey = Keys.Of(contactId);
        var carts = await _carts.ListAsync<CartIndex>(query => query.Where(index => index.ContactKey == contactKey));
        carts.Sort((x, y) => string.CompareOrdinal(x.CartId, y.CartId));
        return carts;
    }

    public Task SaveAsync(Cart cart) => _carts.SetAsync(cart);

    public Task RemoveAsync(string cartId) => _carts.RemoveAsync(cartId);
}
