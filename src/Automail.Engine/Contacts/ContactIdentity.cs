using System.Security.Cryptography;
using System.Text;

namespace Automail.Engine.Contacts;

/// <summary>What kind of key an identity is.</summary>
public enum IdentityKind
{
    /// <summary>A normalized e-mail address.</summary>
    Email,

    /// <summary>An external or anonymous id: any other text. Both live in one name space, since an event's subject does not tell which it is.</summary>
    Key,
}

/// <summary>A key by which a contact is found: an e-mail address, or an external or anonymous id.</summary>
public readonly record struct ContactIdentity(IdentityKind Kind, string Value)
{
    /// <summary>The longest external or anonymous id, in characters.</summary>
    public const int MaxKeyLength = 200;

    /// <summary>Reads the subject of an event: an address when it has the form of one, else an id.</summary>
    /// <exception cref="FieldException">The subject is empty, too long, holds control characters, or looks like an address and is none.</exception>
    public static ContactIdentity FromSubject(string? subject, string field = "subject")
    {
        var text = subject?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            throw new FieldException(field, "is missing. It is the contact's e-mail address or external id.");
        }

        if (text.Contains('@', StringComparison.Ordinal))
        {
            return new ContactIdentity(IdentityKind.Email, EmailAddress.Normalize(text, field));
        }

        return Key(text, field);
    }

    /// <summary>An external or anonymous id.</summary>
    /// <exception cref="FieldException">It is too long or holds control characters.</exception>
    public static ContactIdentity Key(string text, string field)
    {
        if (text.Length > MaxKeyLength)
        {
            throw new FieldException(field, $"is longer than {MaxKeyLength} characters.");
        }

        if (text.Any(char.IsControl))
        {
            throw new FieldException(field, "holds control characters.");
        }

        return new ContactIdentity(IdentityKind.Key, text);
    }

    /// <summary>
    /// The id of the contact that this identity creates: 128 bits of SHA-256, in hexadecimal. Two requests that
    /// create the same person at once derive the same id, so one of them loses at the primary key.
    /// </summary>
    public string ToContactId()
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Kind}:{Value}")).AsSpan(0, 16));

    /// <summary>The form in which stores keep it: <c>e:</c> or <c>k:</c>, then the value.</summary>
    public override string ToString() => (Kind == IdentityKind.Email ? "e:" : "k:") + Value;
}
