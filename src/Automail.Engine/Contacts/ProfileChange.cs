using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Automail.Engine.Contacts;

/// <summary>Checked changes to a profile, from an event, an import or a step. Null leaves a field as it is.</summary>
public sealed partial record ProfileChange
{
    /// <summary>The most attributes and tags that one profile may have.</summary>
    public const int MaxEntries = 200;

    /// <summary>A new address, normalized.</summary>
    public string? Email { get; init; }

    /// <summary>The shop's or CRM's key.</summary>
    public string? ExternalId { get; init; }

    /// <summary>A visitor id that turned out to be this person.</summary>
    public string? AnonymousId { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The given name.</summary>
    public string? FirstName { get; init; }

    /// <summary>A BCP 47 tag.</summary>
    public string? Locale { get; init; }

    /// <summary>An IANA zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Tags to add.</summary>
    public IReadOnlyList<string> AddTags { get; init; } = [];

    /// <summary>Tags to take away.</summary>
    public IReadOnlyList<string> RemoveTags { get; init; } = [];

    /// <summary>Attributes to set; null removes one.</summary>
    public IReadOnlyDictionary<string, JsonElement> Attributes { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The contact with the changes made; address and external id are left to identification.</summary>
    public Contact ApplyTo(Contact contact, DateTimeOffset now)
    {
        var attributes = contact.Attributes;
        if (Attributes.Count > 0)
        {
            var changed = new SortedDictionary<string, JsonElement>(contact.Attributes.ToDictionary(), StringComparer.Ordinal);
            foreach (var (name, value) in Attributes)
            {
                if (value.ValueKind == JsonValueKind.Null)
                {
                    changed.Remove(name);
                }
                else
                {
                    changed[name] = value;
                }
            }

            attributes = changed.Count <= MaxEntries ? changed : throw new FieldException("attributes", $"has more than {MaxEntries} entries.");
        }

        var tags = AddTags.Count + RemoveTags.Count == 0
            ? contact.Tags
            : [.. contact.Tags.Union(AddTags, StringComparer.Ordinal).Except(RemoveTags, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return contact with
        {
            Name = Name ?? contact.Name,
            FirstName = FirstName ?? contact.FirstName,
            Locale = Locale ?? contact.Locale,
            TimeZone = TimeZone ?? contact.TimeZone,
            Tags = tags.Count <= MaxEntries ? tags : throw new FieldException("tags", $"has more than {MaxEntries} entries."),
            Attributes = attributes,
            UpdatedAt = now,
        };
    }

    /// <summary>Checks a BCP 47 tag and gives its usual form.</summary>
    public static string CheckLocale(string text, string field)
    {
        try
        {
            var culture = CultureInfo.GetCultureInfo(text.Replace('_', '-'));
            return culture.Name.Length > 0 ? culture.Name : throw new FieldException(field, "is empty.");
        }
        catch (CultureNotFoundException)
        {
            // Where .NET runs without ICU (DOTNET_SYSTEM_GLOBALIZATION_INVARIANT, as in small containers) it knows no language at all.
            if (!KnowsCultures.Value && Tag().IsMatch(text))
            {
                return string.Join('-', text.Split('-', '_').Select((part, i) => Cased(part, i)));
            }

            throw new FieldException(field, $"'{text}' is not a language tag such as nl or en-GB.");
        }
    }

    private static readonly Lazy<bool> KnowsCultures = new(() => CultureInfo.GetCultures(CultureTypes.NeutralCultures).Length > 1);

    /// <summary>A subtag as BCP 47 (RFC 5646, section 2.1.1) writes it: nl, zh-Hant, en-GB.</summary>
    private static string Cased(string part, int place)
        => place > 0 && part.Length == 2 ? part.ToUpperInvariant()
            : place > 0 && part.Length == 4 ? char.ToUpperInvariant(part[0]) + part[1..].ToLowerInvariant()
            : part.ToLowerInvariant();

    [GeneratedRegex("^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$")]
    private static partial Regex Tag();
}
