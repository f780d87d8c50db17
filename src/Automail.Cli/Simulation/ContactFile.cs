using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;

namespace Automail.Cli.Simulation;

/// <summary>
/// A file of contacts as they are when a simulation starts, one a line: an e-mail address or an external id, any other field of a profile, and
/// <c>consent</c>, one statement or a list, each with an optional <c>time</c>.
/// </summary>
internal static class ContactFile
{
    private const int BatchSize = 1_000;
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 16 };

    /// <summary>Reads and checks every line and brings the contacts into the store.</summary>
    public static async Task ImportAsync(string path, IAutomailStore store, DateTimeOffset start, Problems problems, CancellationToken cancellationToken)
    {
        using var lines = new JsonLines(path);
        var batch = new List<Imported>(BatchSize);
        foreach (var line in lines.All())
        {
            try
            {
                batch.Add(Read(line, start));
            }
            catch (FieldException e)
            {
                problems.Add(path, line.Number, e.Message);
            }
            catch (JsonException e)
            {
                problems.Add(path, line.Number, $"is not JSON: byte {e.BytePositionInLine + 1}.");
            }

            if (batch.Count == BatchSize)
            {
                await SaveAsync();
            }
        }

        await SaveAsync();

        async Task SaveAsync()
        {
            await store.ExecuteAsync(unit => ContactFile.SaveAsync(unit, batch, path, problems), cancellationToken);
            batch.Clear();
        }
    }

    private static async Task SaveAsync(IUnitOfWork unit, List<Imported> batch, string path, Problems problems)
    {
        foreach (var (line, contact, consents) in batch)
        {
            var taken = false;
            foreach (var identity in contact.Identities())
            {
                if (await unit.Contacts.FindAsync(identity) is not null)
                {
                    problems.Add(path, line, $"{(identity.Kind == IdentityKind.Email ? "email" : "externalId")}: '{identity.Value}' belongs to a contact of an earlier line.");
                    taken = true;
                    break;
                }
            }

            if (taken)
            {
                continue;
            }

            await unit.Contacts.SaveAsync(contact);
            foreach (var consent in consents)
            {
                await unit.Consents.AddAsync(consent);
            }
        }
    }

    private static Imported Read(Line line, DateTimeOffset start)
    {
        if (line.TooLong)
        {
            throw new FieldException($"The line is longer than {JsonLines.MaxLength / 1024} KB.");
        }

        using var document = JsonDocument.Parse(line.Bytes, Json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FieldException("The line is not a JSON object.");
        }

        EventFields.CheckTexts(root, "");
        var (change, consents) = ProfileData.Read(root, path: "");
        var identity = change switch
        {
            { Email: { } email } => new ContactIdentity(IdentityKind.Email, email),
            { ExternalId: { } id } => ContactIdentity.Key(id, "externalId"),
            _ => throw new FieldException("email", "is missing; a contact has an e-mail address or an externalId."),
        };
        var contact = change.ApplyTo(
            new Contact
            {
                Id = identity.ToContactId(),
                Email = change.Email,
                ExternalId = change.ExternalId,
                AnonymousIds = change.AnonymousId is { } anonymousId && anonymousId != change.ExternalId ? [anonymousId] : [],
                CreatedAt = start,
                UpdatedAt = start,
            },
            start);
        return new Imported(line.Number, contact, [.. consents.Select((consent, i) => new ConsentRecord
        {
            ContactId = contact.Id,
            Purpose = consent.Purpose,
            Status = ConsentStatus.Granted,
            Time = TimeOf(root.GetProperty("consent"), i, start),
            Source = consent.Source,
            TextVersion = consent.TextVersion,
        })]);
    }

    private static DateTimeOffset TimeOf(JsonElement consent, int index, DateTimeOffset start)
    {
        var (element, path) = consent.ValueKind == JsonValueKind.Array ? (consent[index], $"consent[{index}]") : (consent, "consent");
        if (!EventFields.TryGet(element, "time", out var value))
        {
            return start;
        }

        var time = EventFields.Time(value, path + ".time");
        return time <= start
            ? time
            : throw new FieldException(path + ".time", $"lies after the simulation's start, {OutputJson.Time(start)}; what is said later is an event, contact.updated.");
    }

    private sealed record Imported(int Line, Contact Contact, IReadOnlyList<ConsentRecord> Consents);
}
