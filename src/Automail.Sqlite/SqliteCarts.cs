using System.Data.Common;
using Automail.Engine.Behavior.CartAbandonment;

namespace Automail.Sqlite;

internal sealed class SqliteCarts(SqliteUnit unit) : ICartStore
{
    private const string Fields = "cart_id, contact_id, currency, items, total, updated_at, reported_idle";

    private static readonly Statement ById = new($"SELECT {Fields} FROM carts WHERE cart_id = ?1");
    private static readonly Statement ByContact = new($"SELECT {Fields} FROM carts WHERE contact_id = ?1 ORDER BY cart_id");
    private static readonly Statement Delete = new("DELETE FROM carts WHERE cart_id = ?1");
    private static readonly Statement Save = Statement.Upsert("carts", "cart_id", "contact_id", "currency", "items", "total", "updated_at", "reported_idle");

    public Task<Cart?> GetAsync(string cartId) => Task.FromResult(unit.First(ById, Read, cartId));

    public Task<IReadOnlyList<Cart>> ForContactAsync(string contactId) => Task.FromResult<IReadOnlyList<Cart>>(unit.Query(ByContact, Read, contactId));

    public Task SaveAsync(Cart cart)
    {
        unit.Execute(
            Save, cart.CartId, cart.ContactId, cart.Currency, cart.Items.ToColumn(), cart.Total.ToColumn(), cart.UpdatedAt.ToColumn(),
            cart.ReportedIdle.ToColumn());
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string cartId)
    {
        unit.Execute(Delete, cartId);
        return Task.CompletedTask;
    }

    private static Cart Read(DbDataReader row) => new()
    {
        CartId = row.GetString(0),
        ContactId = row.GetString(1),
        Currency = row.GetString(2),
        Items = row.Json(3),
        Total = row.Decimal(4),
        UpdatedAt = row.Time(5),
        ReportedIdle = row.Span(6),
    };
}
