using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Automail.Engine.Tracking;

/// <summary>
/// Deterministic authenticated encryption in the manner of SIV (RFC 5297): the nonce is a MAC of the contents, so equal contents give equal
/// tokens, and a nonce is never used for two different contents. A token is base64url of nonce, AES-256-GCM ciphertext and tag. Thread-safe.
/// </summary>
public sealed class TokenProtector : ITokenProtector
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int SendIdSize = 16;
    private const int HeadSize = 1 + SendIdSize;
    private const int MaxPayload = HeadSize + ClickTarget.MaxBytes;
    private const int MaxToken = (((NonceSize + MaxPayload + TagSize) * 4) + 2) / 3;
    private const int KeySize = 32;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private readonly byte[] _macKey;
    private readonly byte[] _cipherKey;

    // They serve one thread at a time and are dear to set up.
    private readonly ConcurrentBag<(AesGcm Cipher, IncrementalHash Mac)> _tools = [];

    /// <summary>Derives the keys from a site's secret.</summary>
    /// <exception cref="FieldException">The secret is shorter than <see cref="TokenSecret.MinBytes"/>.</exception>
    public TokenProtector(byte[] secret)
    {
        if (secret.Length < TokenSecret.MinBytes)
        {
            throw new FieldException(nameof(secret), $"is shorter than {TokenSecret.MinBytes} bytes.");
        }

        _macKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeySize, info: "automail token mac 1"u8.ToArray());
        _cipherKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeySize, info: "automail token cipher 1"u8.ToArray());
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The send id is not 32 hexadecimal digits, or the target is one that <see cref="ClickTarget"/> does not allow.</exception>
    public string Protect(TokenContent content)
    {
        Span<byte> payload = stackalloc byte[MaxPayload];
        payload = payload[..Write(content, payload)];

        Span<byte> token = stackalloc byte[NonceSize + payload.Length + TagSize];
        var nonce = token[..NonceSize];
        var tools = RentTools();
        ComputeNonce(tools.Mac, payload, nonce);
        tools.Cipher.Encrypt(nonce, payload, token.Slice(NonceSize, payload.Length), token[^TagSize..]);
        _tools.Add(tools);
        return Base64Url.EncodeToString(token);
    }

    /// <inheritdoc />
    public TokenContent? Unprotect(string? token)
    {
        if (token is null || token.Length > MaxToken)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[NonceSize + MaxPayload + TagSize];
        if (!Base64Url.IsValid(token) || !Base64Url.TryDecodeFromChars(token, bytes, out var length) || length < NonceSize + HeadSize + TagSize)
        {
            return null;
        }

        // One content, one spelling: no padding, no white space, no stray bits in the last character.
        bytes = bytes[..length];
        Span<char> canonical = stackalloc char[MaxToken];
        if (!Base64Url.TryEncodeToChars(bytes, canonical, out var chars) || !token.AsSpan().SequenceEqual(canonical[..chars]))
        {
            return null;
        }

        var nonce = bytes[..NonceSize];
        Span<byte> payload = stackalloc byte[length - NonceSize - TagSize];
        Span<byte> expected = stackalloc byte[NonceSize];
        var tools = RentTools();
        try
        {
            tools.Cipher.Decrypt(nonce, bytes.Slice(NonceSize, payload.Length), bytes[^TagSize..], payload);
            ComputeNonce(tools.Mac, payload, expected);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            _tools.Add(tools);
        }

        return CryptographicOperations.FixedTimeEquals(nonce, expected) ? Read(payload) : null;
    }

    private static int Write(TokenContent content, Span<byte> payload)
    {
        if (content.SendId.Length != SendIdSize * 2 || content.SendId.AsSpan().ContainsAnyExcept(LowerHex))
        {
            throw new ArgumentException("The send id is not 32 lower-case hexadecimal digits.", nameof(content));
        }

        if (content.Kind == TokenKind.Click ? !ClickTarget.IsAllowed(content.Url) : content.Url is not null)
        {
            throw new ArgumentException("A click needs an absolute http or https address, and nothing else has one.", nameof(content));
        }

        payload[0] = (byte)content.Kind;
        Convert.FromHexString(content.SendId, payload[1..], out _, out _);
        return HeadSize + Utf8.GetBytes(content.Url ?? "", payload[HeadSize..]);
    }

    private static TokenContent? Read(ReadOnlySpan<byte> payload)
    {
        var kind = (TokenKind)payload[0];
        var url = payload.Length == HeadSize ? null : Utf8.GetString(payload[HeadSize..]);
        return Enum.IsDefined(kind) && (kind == TokenKind.Click ? ClickTarget.IsAllowed(url) : url is null)
            ? new TokenContent(kind, Convert.ToHexStringLower(payload[1..HeadSize]), url)
            : null;
    }

    private static void ComputeNonce(IncrementalHash mac, ReadOnlySpan<byte> payload, Span<byte> nonce)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        mac.AppendData(payload);
        mac.GetHashAndReset(hash);
        hash[..NonceSize].CopyTo(nonce);
    }

    private (AesGcm Cipher, IncrementalHash Mac) RentTools()
        => _tools.TryTake(out var tools) ? tools : (new AesGcm(_cipherKey, TagSize), IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _macKey));
}
