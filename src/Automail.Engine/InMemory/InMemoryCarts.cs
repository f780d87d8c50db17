using Automail.Engine.Behavior.CartAbandonment;

namespace Automail.Engine.InMemory;

internal sealed class InMemoryCarts(UndoLog undo) : ICartStore
{
    private readonly Table<string, Cart> _carts = new(undo, StringComparer.Ordinal);
    private readonly Owned<string> _byContact = new(undo);

    public Task<Cart?> GetAsync(string cartId)
    {
        undo.Reading();
        return Task.FromResult(_carts.TryGet(cartId, out var cart) ? cart : null);
    }

    public Task<IReadOnlyList<Cart>> ForContactAsync(string contactId)
    {
        undo.Reading();
        var carts = new List<Cart>();
        foreach (var id in _byContact.Of(contactId))
        {
            if (_carts.TryGet(id, out var cart))
            {
                carts.Add(cart);
            }
        }

        carts.Sort(static (x, y) => string.CompareOrdinal(x.CartId, y.CartId));
        return Task.FromResult<IReadOnlyList<Cart>>(carts);
    }

    public Task SaveAsync(Cart cart)
    {
        undo.Writing();
        _carts.TryGet(cart.CartId, out var before);
        if (before?.ContactId != cart.ContactId)
        {
            if (before is not null)
            {
                _byContact.Remove(before.ContactId, before.CartId);
            }

            _byContact.Add(cart.ContactId, cart.CartId);
        }

        _carts.Set(cart.CartId, cart with { Items = OwnJson.Copy(cart.Items) });
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string cartId)
    {
        undo.Writing();
        if (_carts.TryGet(cartId, out var cart))
        {
            _byContact.Remove(cart.ContactId, cartId);
            _carts.Remove(cartId);
        }

        return Task.CompletedTask;
    }
}
