using System.Text.Json;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;

namespace Automail.Engine.Behavior;

/// <summary>A statement of consent inside an event.</summary>
public sealed record ConsentData(string Purpose, string Source, string? TextVersion);

/// <summary>The checked data of <c>user.registered</c> and <c>contact.updated</c> events.</summary>
public sealed record ProfileData(ProfileChange Change, IReadOnlyList<ConsentData> Consents)
{
    /// <summary>Reads and checks the data.</summary>
    /// <param name="data">The event's data.</param>
    /// <param name="path">What the path of a problem starts with; empty for a line of its own.</param>
    /// <exception cref="FieldException">A field is missing or wrong.</exception>
    public static ProfileData Read(JsonElement data, string path = "data")
    {
        var email = EventFields.OptionalText(data, "email", path, 320);
        var locale = EventFields.OptionalText(data, "locale", path, 40);
        var zone = EventFields.OptionalText(data, "timeZone", path, 60);
        if (zone is not null && !WallClock.IsZone(zone))
        {
            throw new FieldException(EventFields.Join(path, "timeZone"), $"'{zone}' is not an IANA time zone such as Europe/Amsterdam.");
        }

        var (add, remove) = ReadTags(data, path);
        return new ProfileData(
            new ProfileChange
            {
                Email = email is null ? null : EmailAddress.Normalize(email, EventFields.Join(path, "email")),
                ExternalId = Key(data, "externalId", path),
                AnonymousId = Key(data, "anonymousId", path),
                Name = EventFields.OptionalText(data, "name", path, 200),
                FirstName = EventFields.OptionalText(data, "firstName", path, 100),
                Locale = locale is null ? null : ProfileChange.CheckLocale(locale, EventFields.Join(path, "locale")),
                TimeZone = zone,
                AddTags = add,
                RemoveTags = remove,
                Attributes = ReadAttributes(data, path),
            },
            ReadConsents(data, path));
    }

    /// <summary>Reads <c>tags: { add, remove }</c>, or a plain list of tags to add.</summary>
    public static (IReadOnlyList<string> Add, IReadOnlyList<string> Remove) ReadTags(JsonElement data, string path)
    {
        if (!EventFields.TryGet(data, "tags", out var tags))
        {
            return ([], []);
        }

        var tagsPath = EventFields.Join(path, "tags");
        return tags.ValueKind switch
        {
            JsonValueKind.Array => (TagList(tags, tagsPath), []),
            JsonValueKind.Object => (
                EventFields.TryGet(tags, "add", out var add) ? TagList(add, tagsPath + ".add") : [],
                EventFields.TryGet(tags, "remove", out var remove) ? TagList(remove, tagsPath + ".remove") : []),
            _ => throw new FieldException(tagsPath, "is neither a list nor an object with add and remove."),
        };
    }

    /// <summary>Reads <c>attributes</c>: an object of texts, numbers, booleans, nulls and small lists or objects.</summary>
    public static IReadOnlyDictionary<string, JsonElement> ReadAttributes(JsonElement data, string path)
    {
        var result = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        if (!EventFields.TryGet(data, "attributes", out var attributes))
        {
            return result;
        }

        var attributesPath = EventFields.Join(path, "attributes");
        if (attributes.ValueKind != JsonValueKind.Object)
        {
            throw new FieldException(attributesPath, "is not an object.");
        }

        foreach (var property in attributes.EnumerateObject())
        {
            var field = EventFields.Join(attributesPath, property.Name);
            if (property.Name.Length is 0 or > 100 || property.Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
            {
                throw new FieldException(field, "is not a name of ASCII letters, digits, hyphens and underscores, at most 100.");
            }

            if (property.Value.GetRawText().Length > 4_000)
            {
                throw new FieldException(field, "is longer than 4,000 characters.");
            }

            result[property.Name] = property.Value.Clone();
        }

        return result;
    }

    private static string? Key(JsonElement data, string name, string path)
        => EventFields.OptionalText(data, name, path, ContactIdentity.MaxKeyLength) is not { } text ? null
            : text.Contains('@', StringComparison.Ordinal) ? throw new FieldException(EventFields.Join(path, name), "looks like an e-mail address; that belongs into email.")
            : text;

    private static List<string> TagList(JsonElement list, string path)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > ProfileChange.MaxEntries)
        {
            throw new FieldException(path, $"is not a list of at most {ProfileChange.MaxEntries} tags.");
        }

        var tags = new List<string>();
        foreach (var tag in list.EnumerateArray())
        {
            var text = tag.ValueKind == JsonValueKind.String ? tag.GetString()!.Trim() : "";
            tags.Add(text.Length is > 0 and <= 100 && !text.Any(char.IsControl)
                ? text
                : throw new FieldException($"{path}[{tags.Count}]", "is not a text of 1 to 100 characters."));
        }

        return tags;
    }

    private static List<ConsentData> ReadConsents(JsonElement data, string path)
    {
        if (!EventFields.TryGet(data, "consent", out var consent))
        {
            return [];
        }

        var consentPath = EventFields.Join(path, "consent");
        return consent.ValueKind switch
        {
            JsonValueKind.Object => [ReadConsent(consent, consentPath)],
            JsonValueKind.Array when consent.GetArrayLength() <= 50 => [.. consent.EnumerateArray().Select((one, i) => ReadConsent(one, $"{consentPath}[{i}]"))],
            _ => throw new FieldException(consentPath, "is not an object with purpose and source."),
        };
    }

    private static ConsentData ReadConsent(JsonElement consent, string path)
        => consent.ValueKind != JsonValueKind.Object
            ? throw new FieldException(path, "is not an object with purpose and source.")
            : new ConsentData(
                Consent.Purposes.Check(EventFields.Text(consent, "purpose", path, 40), EventFields.Join(path, "purpose")),
                EventFields.Text(consent, "source", path, 200),
                EventFields.OptionalText(consent, "textVersion", path, 100));
}
