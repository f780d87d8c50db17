using System.Security.Cryptography;
using System.Text;

namespace Automail.Engine.Consent;

/// <summary>Why an address gets nothing.</summary>
public enum SuppressionReason
{
    /// <summary>An operator said so.</summary>
    Manual,

    /// <summary>Mail to it came back for good.</summary>
    HardBounce,

    /// <summary>The recipient reported spam.</summary>
    Complaint,

    /// <summary>The contact wants no mail of any purpose.</summary>
    Unsubscribed,

    /// <summary>The contact was erased; the hash stays so that an import does not bring the address back (GDPR article 17(3)).</summary>
    Erased,
}

/// <summary>An address that gets nothing. Keeps a hash, not the address.</summary>
public sealed record Suppression(string AddressHash, SuppressionReason Reason, DateTimeOffset Time, string Source)
{
    /// <summary>The key of a normalized address: SHA-256 in hexadecimal.</summary>
    public static string Hash(string normalizedAddress)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normalizedAddress)));
}

/// <summary>Keeps suppressions by the hash of the address. The first reason stays until it is lifted.</summary>
public interface ISuppressionStore
{
    /// <summary>Adds one, or returns false when the address is suppressed already.</summary>
    Task<bool> TryAddAsync(Suppression suppression);

    /// <summary>Lifts it; false when there was none.</summary>
    Task<bool> RemoveAsync(string addressHash);

    /// <summary>Those of the given hashes that are suppressed.</summary>
    Task<IReadOnlyDictionary<string, Suppression>> FindAsync(IReadOnlyCollection<string> addressHashes);
}
