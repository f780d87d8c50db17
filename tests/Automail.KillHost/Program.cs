using System.Globalization;
using Automail.Engine;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Sqlite;

// A worker to be killed: KillHost FILE STAGE NOW. It says on its output how far it is; what it waits for then is the kill.
// Stages: "claim" stops inside the unit that claims; "work" stops inside the unit that does the work of a claim that was committed; "run" does one item
// for each line of its input, and all others when the input ends, and names each one that is committed.
if (args is not [var file, var stage, var milliseconds])
{
    Console.Error.WriteLine("usage: KillHost FILE claim|work|run NOW");
    return 2;
}

var now = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(milliseconds, CultureInfo.InvariantCulture));
var lease = TimeSpan.FromMinutes(5);
await using var store = await SqliteStore.OpenAsync(file);
switch (stage)
{
    case "claim":
        await store.ExecuteAsync(async unit => Wait(await unit.Due.ClaimAsync(now, lease, 100)));
        return 1;
    case "work":
        var leases = await store.ExecuteAsync(unit => unit.Due.ClaimAsync(now, lease, 100));
        await store.ExecuteAsync(async unit =>
        {
            foreach (var held in leases)
            {
                await MakeMailAsync(unit, held);
            }

            return Wait(leases);
        });
        return 1;
    default:
        while (await store.ExecuteAsync(unit => unit.Due.ClaimAsync(now, lease, 3)) is { Count: > 0 } few)
        {
            foreach (var held in few)
            {
                Console.ReadLine();
                await store.ExecuteAsync(unit => MakeMailAsync(unit, held));
                Console.WriteLine(held.Item.Key);
            }
        }

        return 0;
}

// The work of an item: the mail is recorded, and the item is gone, together.
static async Task MakeMailAsync(IUnitOfWork unit, DueLease held)
{
    var key = new SendKey("journey", 1, held.Item.Key, "step", 0);
    var added = await unit.Ledger.TryAddAsync(new SendRecord
    {
        Id = key.ToId(),
        Key = key,
        ContactId = held.Item.Key,
        Template = "welcome",
        Purpose = "marketing",
        QueuedAt = held.Item.DueAt,
        UpdatedAt = held.Item.DueAt,
    });
    if (!added || !await unit.Due.CompleteAsync(held))
    {
        throw new InvalidOperationException($"{held.Item.Key} was done twice.");
    }
}

static bool Wait(IReadOnlyList<DueLease> leases)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{leases.Count} {leases[0].Token}"));
    Console.ReadLine();
    return true;
}
