using System.Security.Cryptography;
using System.Text;

namespace Automail.OrchardModule.Storage;

/// <summary>
/// Keys for index columns. The databases that Orchard runs on compare text without regard to case unless told otherwise, and
/// limit the length of an index; a hash in hexadecimal has neither problem.
/// </summary>
internal static class Keys
{
    /// <summary>The length of a key.</summary>
    public const int Length = 32;

    /// <summary>The length of <see cref="Ordered"/>.</summary>
    public const int OrderedLength = 500;

    /// <summary>The key of a text: 128 bits of its SHA-256.</summary>
    public static string Of(string text)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, Length / 2));

    /// <summary>A form whose order is the ordinal order of the texts under any collation, by the first 250 bytes of UTF-8.</summary>
    public static string Ordered(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(bytes.Length, OrderedLength / 2)));
    }
}
