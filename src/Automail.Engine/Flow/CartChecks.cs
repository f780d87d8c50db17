using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;

namespace Automail.Engine.Flow;

/// <summary>Keeps one due item per resting cart and raises <c>cart.abandoned</c> when the rule says so.</summary>
public sealed class CartChecks(IAutomailStore store, ISite site, Intake intake, TimeProvider clock) : IDueHandler
{
    private const string Prefix = "cart:";

    /// <inheritdoc/>
    public string Kind => "cart";

    internal static async Task OnUpdateAsync(
        IUnitOfWork unit, CartUpdate update, Contact contact, DateTimeOffset time, IReadOnlyCollection<TimeSpan> idleTimes)
    {
        if (CartRule.Update(await unit.Carts.GetAsync(update.CartId), update, contact.Id, time) is not { } cart)
        {
            return;
        }

        await unit.Carts.SaveAsync(cart);
        await ScheduleAsync(unit, cart, idleTimes);
    }

    /// <inheritdoc/>
    public async Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        var idleTimes = await site.GetCartIdleTimesAsync();
        await store.ExecuteAsync(async unit =>
        {
            var now = clock.Now();
            foreach (var lease in leases)
            {
                if (await unit.Due.CompleteAsync(lease) && await unit.Carts.GetAsync(lease.Item.Key[Prefix.Length..]) is { } cart)
                {
                    await CheckAsync(unit, cart, idleTimes, now);
                }
            }
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken)
        => store.ExecuteAsync(unit => unit.Due.CompleteAsync(lease), cancellationToken);

    private async Task CheckAsync(IUnitOfWork unit, Cart cart, IReadOnlyCollection<TimeSpan> idleTimes, DateTimeOffset now)
    {
        if (await unit.Contacts.GetAsync(cart.ContactId) is not { } contact)
        {
            return;
        }

        var abandoned = CartRule.Abandoned(cart, contact.Email is not null, contact.LastOrderTime, idleTimes, now);
        var passed = idleTimes.Where(idle => cart.UpdatedAt + idle <= now).DefaultIfEmpty(cart.ReportedIdle).Max();
        cart = cart with { ReportedIdle = passed > cart.ReportedIdle ? passed : cart.ReportedIdle };
        await unit.Carts.SaveAsync(cart);
        foreach (var idle in abandoned)
        {
            await intake.RaiseAsync(unit, ToEvent(cart, contact, idle), contact);
        }

        if (!(contact.LastOrderTime >= cart.UpdatedAt))
        {
            await ScheduleAsync(unit, cart, idleTimes);
        }
    }

    /// <summary>Asks for the next check of a cart, if there is one.</summary>
    internal static Task ScheduleAsync(IUnitOfWork unit, Cart cart, IReadOnlyCollection<TimeSpan> idleTimes)
        => CartRule.NextCheck(cart, idleTimes) is { } next
            ? unit.Due.ScheduleAsync(new DueItem(Prefix + cart.CartId, "cart", next))
            : unit.Due.CancelAsync(Prefix + cart.CartId);

    private static BehaviorEvent ToEvent(Cart cart, Contact contact, TimeSpan idle)
        => new(
            Intake.OwnSource,
            $"cart:{cart.CartId}:{cart.UpdatedAt.ToUnixTimeMilliseconds()}:{(long)idle.TotalSeconds}",
            EventTypes.CartAbandoned,
            contact.Email ?? contact.Id,
            cart.UpdatedAt + idle,
            JsonSerializer.SerializeToElement(new Dictionary<string, object>
            {
                ["cartId"] = cart.CartId,
                ["currency"] = cart.Currency,
                ["items"] = cart.Items,
                ["total"] = cart.Total,
                ["idleSince"] = cart.UpdatedAt,
                ["idle"] = WaitDuration.Elapsed(idle).Text,
            }));
}
