using Automail.Engine.Delivery;
using Automail.OrchardModule.Delivery;
using Automail.OrchardModule.Tests.Sites;
using MimeKit;
using OrchardCore.Email;
using OrchardCore.Infrastructure;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Delivery;

[Collection(nameof(SharedSite))]
public sealed class OrchardMailTests(Site site)
{
    [Fact]
    public async Task A_mail_of_a_journey_arrives_with_the_headers_of_automatic_mail()
    {
        await site.TakeAsync("contact.updated", "headers@mail.test", """{ "name": "Ann\u00e9 <b>", "consent": { "purpose": "marketing", "source": "form" } }""");
        await site.PublishTemplateAsync("headers", part => (part.Purpose, part.Subject, part.Html) = ("marketing", "Hi {{ contact.name }}", "<p>{{ contact.name }}</p>"));

        var record = await site.SendAsync("headers", "headers@mail.test", "marketing");

        record.State.ShouldBe(SendState.Sent);
        var message = site.MailTo("headers@mail.test").ShouldHaveSingleItem();
        message.MessageId.ShouldBe(record.MessageId);
        message.Headers["Auto-Submitted"].ShouldBe("auto-generated");
        message.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        message.Headers["List-Unsubscribe"].ShouldNotBeNull().ShouldStartWith("<https://shop.example/automail/unsubscribe/");
        message.Headers["Feedback-ID"].ShouldBe("headers:test:marketing:Shop");
        message.From.Mailboxes.Single().Address.ShouldBe("shop@shop.example");
        message.From.Mailboxes.Single().Name.ShouldBe("Shop");
        message.Subject.ShouldBe("Hi Anné <b>");
        message.HtmlBody.ShouldNotBeNull().ShouldContain(">Anné &lt;b&gt;</p>");
        message.TextBody.ShouldNotBeNull().ShouldContain("Anné <b>");
        message.Date.UtcDateTime.ShouldBe(site.Clock.Now.UtcDateTime, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_mail_of_another_module_goes_the_same_way_with_all_its_parts()
    {
        var result = await SendAsync(new MailMessage
        {
            To = "one@plain.test, Two Names <two@plain.test>",
            Cc = "three@plain.test",
            Bcc = "four@plain.test",
            ReplyTo = "desk@plain.test",
            Subject = "Invoice",
            TextBody = "Text",
            HtmlBody = "<p>Text</p>",
            Attachments = [new MailMessageAttachment { Filename = "invoice.pdf", Stream = new MemoryStream([1, 2, 3]) }],
        });

        result.Succeeded.ShouldBeTrue();
        var message = site.MailTo("one@plain.test").ShouldHaveSingleItem();
        message.To.Mailboxes.Select(mailbox => mailbox.Address).ShouldBe(["one@plain.test", "two@plain.test"]);
        message.To.Mailboxes.Last().Name.ShouldBe("Two Names");
        message.Cc.Mailboxes.Single().Address.ShouldBe("three@plain.test");
        message.Bcc.ShouldBeEmpty();
        message.ReplyTo.Mailboxes.Single().Address.ShouldBe("desk@plain.test");
        message.From.Mailboxes.Single().Address.ShouldBe("shop@shop.example");
        message.Headers["Auto-Submitted"].ShouldBeNull();
        message.TextBody.ShouldBe("Text");
        message.HtmlBody.ShouldBe("<p>Text</p>");
        ((MimePart)message.Attachments.Single()).FileName.ShouldBe("invoice.pdf");
    }

    [Fact]
    public async Task A_subject_with_a_line_break_is_refused()
    {
        var result = await SendAsync(new MailMessage { To = "victim@plain.test", Subject = "Hi\r\nBcc: all@plain.test", TextBody = "x" });

        result.Succeeded.ShouldBeFalse();
        result.Errors.Single().Message.Value.ShouldContain("subject");
        site.MailTo("victim@plain.test").ShouldBeEmpty();
    }

    [Fact]
    public async Task Other_modules_hear_of_the_mail_and_can_refuse_it()
    {
        await site.TakeAsync("contact.updated", RefusingListener.Address, "{}");
        await site.PublishTemplateAsync("refusable", _ => { });

        var record = await site.SendAsync("refusable", RefusingListener.Address);

        record.State.ShouldBe(SendState.Failed);
        record.Reason.ShouldNotBeNull().ShouldContain("Refused before it was sent: not to this one");
        site.MailTo(RefusingListener.Address).ShouldBeEmpty();
    }

    private Task<Result> SendAsync(MailMessage message)
        => site.WithAsync<IEmailService, Result>(service => service.SendAsync(message, AutomailSmtpProvider.Name));
}
