using System.Text;
using Automail.Engine.Delivery;
using CsCheck;
using MimeKit;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Delivery;

public sealed class MimeBuilderTests
{
    [Fact]
    public void Has_the_headers_of_automatic_mail_once_each()
    {
        var headers = Mails.ToWire(Mails.Plain).Split("\r\n\r\n", 2)[0].Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal).Split("\r\n");

        headers.Where(line => !line.StartsWith("Content-Type", StringComparison.Ordinal)).ShouldBe(
            [
                "From: The Shop <shop@shop.example>",
                "To: Ada <ada@mail.example>",
                "Subject: Your cart",
                "Date: Wed, 04 Mar 2026 05:06:07 +0100",
                "Message-Id: <00112233445566778899aabbccddeeff@shop.example>",
                "Auto-Submitted: auto-generated",
                "List-Unsubscribe: <https://shop.example/automail/unsubscribe/abc>, <mailto:unsubscribe@shop.example?subject=abc>",
                "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
                "Feedback-ID: cart:shop:marketing:automail",
                "Content-Language: nl-BE",
                "MIME-Version: 1.0",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void Offers_the_text_first_and_the_html_last()
    {
        var body = Mails.RoundTrip(Mails.Plain).Body.ShouldBeOfType<MultipartAlternative>();

        body.Select(part => part.ContentType.MimeType).ShouldBe(["text/plain", "text/html"]);
        body.ShouldAllBe(part => part.ContentType.Charset == "utf-8");
        body.TextBody!.ReplaceLineEndings("\n").ShouldBe(Mails.Plain.Text);
        body.HtmlBody!.ShouldContain("<p>Hello</p>");
    }

    [Fact]
    public void The_same_mail_gives_the_same_bytes() => Mails.ToWire(Mails.Plain).ShouldBe(Mails.ToWire(Mails.Plain with { }));

    [Fact]
    public void Mail_that_cannot_be_unsubscribed_from_says_nothing_of_it()
    {
        var headers = Mails.RoundTrip(Mails.Plain with { UnsubscribeUrl = null, UnsubscribeMailto = null }).Headers;

        headers.Contains("List-Unsubscribe").ShouldBeFalse();
        headers.Contains("List-Unsubscribe-Post").ShouldBeFalse();
    }

    [Fact]
    public void One_click_needs_a_web_address()
    {
        var headers = Mails.RoundTrip(Mails.Plain with { UnsubscribeUrl = null, UnsubscribeMailto = "mailto:out@shop.example" }).Headers;

        headers["List-Unsubscribe"].ShouldBe("<mailto:out@shop.example>");
        headers.Contains("List-Unsubscribe-Post").ShouldBeFalse();
    }

    [Fact]
    public void Long_unsubscribe_addresses_are_not_broken()
    {
        var url = "https://shop.example/automail/unsubscribe/" + new string('x', 300);

        Mails.ToWire(Mails.Plain with { UnsubscribeUrl = url }).ShouldContain($"<{url}>");
    }

    [Fact]
    public void Answers_and_bounces_go_where_they_should()
    {
        var mail = Mails.Plain with { ReplyTo = new Mailbox("help@shop.example"), ReturnPath = "bounce+1@shop.example" };

        Mails.RoundTrip(mail).ReplyTo.ToString().ShouldBe("help@shop.example");
        MimeBuilder.EnvelopeSender(mail).Address.ShouldBe("bounce+1@shop.example");
        MimeBuilder.EnvelopeSender(mail with { ReturnPath = null }).Address.ShouldBe("shop@shop.example");
    }

    [Theory]
    [InlineData("🛒 Je mandje wacht – nog 2 dagen")]
    [InlineData("\u202Eelif.exe")]
    [InlineData("سلة التسوق الخاصة بك")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("")]
    public void Any_line_is_a_subject_or_a_name(string text)
    {
        var message = Mails.RoundTrip(Mails.Plain with { Subject = text, To = new Mailbox("ada@mail.example", text) });

        message.Subject.ShouldBe(text);
        message.To.Mailboxes.Single().Name.ShouldBe(text);
        message.To.Mailboxes.Single().Address.ShouldBe("ada@mail.example");
    }

    [Fact]
    public void Every_subject_and_name_comes_back()
        => Gen.String[Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\u00a1', '\u30ff']), 0, 300].Sample(text =>
        {
            text = text.Replace("=?", "", StringComparison.Ordinal).Trim();
            var wire = Mails.ToWire(Mails.Plain with { Subject = text, From = new Mailbox("shop@shop.example", text) });
            var message = Mails.Parse(wire);

            message.Subject.ShouldBe(text);
            message.From.Mailboxes.Single().Name.ShouldBe(text);
            message.From.Mailboxes.Single().Address.ShouldBe("shop@shop.example");
            message.MessageId.ShouldBe(Mails.Plain.MessageId);
            wire.Split("\r\n\r\n")[0].All(char.IsAscii).ShouldBeTrue();
        });

    [Fact]
    public void What_looks_encoded_is_not_decoded()
    {
        const string Text = "=?utf-8?q?=0D=0ABcc:_all@mail.example?=";
        var message = Mails.RoundTrip(Mails.Plain with { Subject = Text, To = new Mailbox("ada@mail.example", Text) });

        message.Subject!.Replace("\u2060", "", StringComparison.Ordinal).ShouldBe(Text);
        message.To.Mailboxes.Single().Name.ShouldBe(message.Subject);
    }

    [Fact]
    public void No_line_is_longer_than_998_octets_whatever_the_text()
    {
        var letters = Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['\u00c0', '\u30ff'], Gen.Const(' '), Gen.Const('\t'), Gen.Const('='), Gen.Const('.'), Gen.Const('\n'), Gen.Const('\r'));
        Gen.Select(Gen.String[letters, 0, 4000], Gen.Int[0, 3000]).Sample(
            (text, run) =>
            {
                var mail = Mails.Plain with { Html = text + new string('x', run), Text = new string('y', run) + text };
                var wire = Mails.ToWire(mail);

                wire.Split("\r\n").Max(Encoding.UTF8.GetByteCount).ShouldBeLessThanOrEqualTo(998);
                wire.Replace("\r\n", "", StringComparison.Ordinal).AsSpan().ContainsAny('\r', '\n').ShouldBeFalse();
                (Lines(((TextPart)((Multipart)Mails.Parse(wire).Body!)[1]).Text) == Lines(mail.Html)).ShouldBeTrue();
            },
            iter: 200);

        static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').TrimEnd('\n');
    }

    [Theory]
    [InlineData("Hello", ContentEncoding.SevenBit)]
    [InlineData("Zo'n café is gezellig, vindt iedereen", ContentEncoding.QuotedPrintable)]
    [InlineData("こんにちは", ContentEncoding.Base64)]
    [InlineData("a\u0001b", ContentEncoding.QuotedPrintable)]
    public void Text_is_encoded_as_fits(string text, ContentEncoding encoding)
        => ((MimePart)((Multipart)Mails.RoundTrip(Mails.Plain with { Text = text }).Body!)[0]).ContentTransferEncoding.ShouldBe(encoding);

    [Fact]
    public void Domains_travel_in_punycode_and_local_parts_as_they_are()
    {
        var wire = Mails.ToWire(Mails.Plain with { From = new Mailbox("Info@Bücher.example"), To = new Mailbox("jörg@mail.example"), MessageId = "1@bücher.example" });

        wire.ShouldContain("Message-Id: <1@xn--bcher-kva.example>\r\n");
        wire.ShouldContain("From: Info@xn--bcher-kva.example\r\n");
        Mails.Parse(wire).To.Mailboxes.Single().Address.ShouldBe("jörg@mail.example");
    }

    public static TheoryData<string, OutgoingMail> Injections => new()
    {
        { "subject", Mails.Plain with { Subject = "Hi\r\nBcc: all@mail.example" } },
        { "subject", Mails.Plain with { Subject = "Hi\nBcc: all@mail.example" } },
        { "subject", Mails.Plain with { Subject = "Hi\0" } },
        { "to.name", Mails.Plain with { To = new Mailbox("ada@mail.example", "Ada\r\nBcc: all@mail.example") } },
        { "from.name", Mails.Plain with { From = new Mailbox("ada@mail.example", "Ada\rBcc: all@mail.example") } },
        { "replyTo.name", Mails.Plain with { ReplyTo = new Mailbox("ada@mail.example", "\n") } },
        { "to.address", Mails.Plain with { To = new Mailbox("ada@mail.example\r\nBcc: all@mail.example") } },
        { "to.address", Mails.Plain with { To = new Mailbox("ada@mail.example>,<all@mail.example") } },
        { "to.address", Mails.Plain with { To = new Mailbox("nobody") } },
        { "to.address", Mails.Plain with { To = new Mailbox("@mail.example") } },
        { "to.address", Mails.Plain with { To = new Mailbox("ada@") } },
        { "from.address", Mails.Plain with { From = new Mailbox("a b@mail.example") } },
        { "messageId", Mails.Plain with { MessageId = "a@b>\r\nBcc: all@mail.example" } },
        { "messageId", Mails.Plain with { MessageId = "none" } },
        { "messageId", Mails.Plain with { MessageId = "a@b@c" } },
        { "messageId", Mails.Plain with { MessageId = "é@b.example" } },
        { "messageId", Mails.Plain with { MessageId = "a@é..example" } },
        { "messageId", Mails.Plain with { MessageId = new string('a', 2000) + "@b" } },
        { "unsubscribeUrl", Mails.Plain with { UnsubscribeUrl = "https://shop.example/\r\nBcc: all@mail.example" } },
        { "unsubscribeUrl", Mails.Plain with { UnsubscribeUrl = "https://shop.example/>,<https://evil.example" } },
        { "unsubscribeUrl", Mails.Plain with { UnsubscribeUrl = "/automail/unsubscribe/abc" } },
        { "unsubscribeUrl", Mails.Plain with { UnsubscribeUrl = "javascript:alert(1)" } },
        { "unsubscribeMailto", Mails.Plain with { UnsubscribeMailto = "a@shop.example>\r\nBcc: all@mail.example" } },
        { "feedbackId", Mails.Plain with { FeedbackId = "a:b\r\nBcc: all@mail.example" } },
        { "feedbackId", Mails.Plain with { FeedbackId = "" } },
        { "locale", Mails.Plain with { Locale = "nl\r\nBcc: all@mail.example" } },
        { "sendId", Mails.Plain with { SendId = "a\"\r\nBcc: all@mail.example" } },
        { "sendId", Mails.Plain with { SendId = "../../etc/passwd" } },
        { "sendId", Mails.Plain with { SendId = new string('a', 65) } },
    };

    [Theory]
    [MemberData(nameof(Injections))]
    public void What_cannot_stand_in_a_header_is_refused_by_name(string field, OutgoingMail mail)
        => Should.Throw<FieldException>(() => MimeBuilder.Build(mail)).Field.ShouldBe(field);

    [Fact]
    public void A_bad_return_path_is_refused_by_name()
        => Should.Throw<FieldException>(() => MimeBuilder.EnvelopeSender(Mails.Plain with { ReturnPath = "a@b.example\r\nDATA" })).Field.ShouldBe("returnPath.address");
}
