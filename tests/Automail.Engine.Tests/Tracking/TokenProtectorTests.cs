using System.Buffers.Text;
using Automail.Engine.Tracking;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Tracking;

public sealed class TokenProtectorTests
{
    private const string SendId = "00112233445566778899aabbccddeeff";

    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly TokenProtector Protector = new(Secret);

    private static readonly Gen<string> Url =
        from scheme in Any("http://", "https://", "HTTPS://")
        from host in Any("shop.example", "bücher.example", "10.0.0.1:8080", "[::1]", "user@shop.example")
        from path in Gen.String[Gen.Char.Where(c => !char.IsControl(c) && !char.IsWhiteSpace(c) && !char.IsSurrogate(c) && c != '\\'), 0, 200]
        select $"{scheme}{host}/{path}";

    private static readonly Gen<string> SendIds = Gen.Byte.Array[16].Select(Convert.ToHexStringLower);

    private static readonly Gen<TokenContent> Contents = Gen.OneOf(
        Gen.Select(SendIds, Url, (id, url) => new TokenContent(TokenKind.Click, id, url)),
        Gen.Select(Any(TokenKind.Open, TokenKind.Preferences, TokenKind.Unsubscribe, TokenKind.View), SendIds, (kind, id) => new TokenContent(kind, id)));

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Fact]
    public void Any_content_comes_back_as_it_was()
        => Contents.Sample(content => Protector.Unprotect(Protector.Protect(content)).ShouldBe(content));

    [Fact]
    public void Tokens_fit_a_url_path()
        => Contents.Sample(content => Protector.Protect(content).All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_').ShouldBeTrue());

    [Fact]
    public void The_same_content_gives_the_same_token_and_another_gives_another()
        => Gen.Select(Contents, Contents).Sample((a, b) => (Protector.Protect(a) == new TokenProtector(Secret).Protect(b)).ShouldBe(a == b));

    [Fact]
    public void Every_flipped_bit_is_refused()
        => Contents.Sample(
            content =>
            {
                var token = Protector.Protect(content);
                var bytes = Base64Url.DecodeFromChars(token);
                for (var bit = 0; bit < bytes.Length * 8; bit++)
                {
                    bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                    Protector.Unprotect(Base64Url.EncodeToString(bytes)).ShouldBeNull();
                    bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                }
            },
            iter: 20);

    [Fact]
    public void Every_flipped_bit_of_the_text_is_refused()
    {
        // One length for each way in which base64 leaves bits over.
        foreach (var url in (string[])["https://a.example/", "https://a.example/1", "https://a.example/12"])
        {
            var token = Protector.Protect(new TokenContent(TokenKind.Click, SendId, url)).ToCharArray();
            for (var bit = 0; bit < token.Length * 8; bit++)
            {
                token[bit / 8] ^= (char)(1 << (bit % 8));
                Protector.Unprotect(new string(token)).ShouldBeNull();
                token[bit / 8] ^= (char)(1 << (bit % 8));
            }
        }
    }

    [Fact]
    public void Every_truncation_and_extension_is_refused()
    {
        var token = Protector.Protect(new TokenContent(TokenKind.Click, SendId, "https://shop.example/mugs"));
        for (var length = 0; length < token.Length; length++)
        {
            Protector.Unprotect(token[..length]).ShouldBeNull();
            Protector.Unprotect(token[length..][..Math.Min(length, token.Length - length)]).ShouldBeNull();
        }

        foreach (var more in (string[])["A", "=", "==", " ", "\n", "."])
        {
            Protector.Unprotect(token + more).ShouldBeNull();
            Protector.Unprotect(more + token).ShouldBeNull();
        }
    }

    [Fact]
    public void Another_secret_is_refused()
        => Gen.Select(Contents, Gen.Byte.Array[32]).Sample((content, secret) =>
        {
            var token = new TokenProtector(secret).Protect(content);
            Protector.Unprotect(token).ShouldBe(secret.SequenceEqual(Secret) ? content : null);
        });

    [Fact]
    public void Any_text_is_read_without_an_error()
        => Gen.String[0, 4000].Sample(text => Protector.Unprotect(text).ShouldBeNull());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("====")]
    public void Nothing_is_no_token(string? token) => Protector.Unprotect(token).ShouldBeNull();

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("/relative")]
    [InlineData("//other.example/")]
    [InlineData("ftp://shop.example/")]
    [InlineData("https:///path")]
    [InlineData("https://")]
    [InlineData("https:\\\\evil.example")]
    [InlineData("https://shop.example/a b")]
    [InlineData("https://shop.example/\r\nSet-Cookie: a=b")]
    [InlineData("")]
    [InlineData(null)]
    public void Only_absolute_web_addresses_become_clicks(string? url)
        => Should.Throw<ArgumentException>(() => Protector.Protect(new TokenContent(TokenKind.Click, SendId, url)));

    [Fact]
    public void Half_a_character_is_no_address()
        => ClickTarget.IsAllowed("https://shop.example/" + '\ud800').ShouldBeFalse();

    [Fact]
    public void Addresses_up_to_the_limit_are_tracked_and_longer_ones_not()
    {
        var longest = "https://shop.example/".PadRight(ClickTarget.MaxBytes, 'x');
        Protector.Unprotect(Protector.Protect(new TokenContent(TokenKind.Click, SendId, longest)))!.Url.ShouldBe(longest);
        ClickTarget.IsAllowed(longest + "x").ShouldBeFalse();
        ClickTarget.IsAllowed(longest[..^1] + "é").ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("00112233445566778899aabbccddeef")]
    [InlineData("00112233445566778899AABBCCDDEEFF")]
    [InlineData("zz112233445566778899aabbccddeeff")]
    public void Send_ids_are_32_digits(string sendId)
        => Should.Throw<ArgumentException>(() => Protector.Protect(new TokenContent(TokenKind.View, sendId)));

    [Fact]
    public void Only_clicks_carry_an_address()
        => Should.Throw<ArgumentException>(() => Protector.Protect(new TokenContent(TokenKind.Unsubscribe, SendId, "https://shop.example/")));

    [Fact]
    public async Task Many_threads_share_a_protector()
    {
        var contents = Enumerable.Range(0, 2000).Select(i => new TokenContent(TokenKind.Click, SendId, $"https://shop.example/{i}")).ToList();
        await Parallel.ForEachAsync(contents, (content, _) =>
        {
            Protector.Unprotect(Protector.Protect(content)).ShouldBe(content);
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void A_secret_survives_its_text()
    {
        var text = TokenSecret.Create();
        TokenSecret.Parse(text).Length.ShouldBe(TokenSecret.MinBytes);
        TokenSecret.Create().ShouldNotBe(text);
        var token = new TokenProtector(TokenSecret.Parse(text)).Protect(new TokenContent(TokenKind.View, SendId));
        new TokenProtector(TokenSecret.Parse($" {text}\n")).Unprotect(token).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("not base64url at all, not in the least!!!!!!!!!!!")]
    public void A_bad_secret_is_refused(string? text) => Should.Throw<FieldException>(() => TokenSecret.Parse(text)).Field.ShouldBe("secret");

    [Fact]
    public void A_short_key_is_refused() => Should.Throw<FieldException>(() => new TokenProtector(new byte[31]));
}
