using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Templates.Theme;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates;

/// <summary>What nobody should write, and people whose names are hostile: a clear problem or a whole mail, never a part of one. The preview's answers are in <see cref="TemplatePreviewTests"/>.</summary>
[Collection(nameof(SharedSite))]
public sealed class BadInputTests(Site site)
{
    private static int _people;

    public static TheoryData<string, string> Bodies => new()
    {
        { "<p>Hello</p>\n{% if contact.name %}", "html, line 2" },
        { "<p>Hello</p>{% for i in (1..1000000) %}{{ i }}{% endfor %}", "html: The range (1..1000000) has more than 100000 numbers." },
        { "<p>Hello</p>{% for i in (1..1000) %}{% for j in (1..1000) %}{% assign x = j %}{% endfor %}{% endfor %}", "html" },
        { "<p>Hello</p>" + new string('x', 5 * 1024 * 1024), "html" },
        { "<p>Hello</p>{% for i in (1..100000) %}" + new string('x', 60) + "{% endfor %}", "html" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_cannot_be_made_fails_the_mail_with_its_reason(string body, string reason)
    {
        var told = await site.FailureOfAsync(body);

        told.ShouldContain(reason);
        told.Length.ShouldBeLessThan(400);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData("Ada\r\nBcc: all@mail.example\r\n\r\n<b>", "Ada Bcc: all@mail.example <b>")]
    [InlineData("Ada\u2028X\u0085Y", "Ada X Y")]
    public async Task A_name_is_data_in_headers_and_bodies(string name, string shown)
    {
        var email = await SomebodyAsync(name);
        await site.PublishTemplateAsync("to-" + email.Split('@')[0], part =>
            (part.Subject, part.Html) = ("Hello {{ contact.name }}", "<p title=\"{{ contact.name }}\">Dear {{ contact.name }}!</p>"));

        (await site.SendAsync("to-" + email.Split('@')[0], email)).State.ShouldBe(SendState.Sent);

        var message = site.MailTo(email).ShouldHaveSingleItem();
        message.Subject.ShouldBe($"Hello {shown}");
        message.To.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe(email);
        message.From.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe("shop@shop.example");
        message.Bcc.ShouldBeEmpty();
        message.HtmlBody.ShouldNotBeNull().ShouldNotContain("<script>");
        message.HtmlBody.ShouldNotContain("<b>");
        message.HtmlBody.TrimEnd().ShouldEndWith("</html>");
    }

    [Theory]
    [InlineData("🎁 Een cadeau voor {{ contact.name }} 👩🏽‍🚀", "nl", "🎁 Een cadeau voor Ada 👩🏽‍🚀")]
    [InlineData("שלום {{ contact.name }}, העגלה שלך מחכה", "he", "שלום Ada, העגלה שלך מחכה")]
    [InlineData("سلة {{ contact.name }} في انتظارك", "ar-EG", "سلة Ada في انتظارك")]
    public async Task A_subject_in_any_script_is_written_as_it_is(string subject, string locale, string expected)
    {
        var email = await SomebodyAsync("Ada", locale);
        await site.PublishTemplateAsync("in-" + locale.ToLowerInvariant(), part => (part.Subject, part.Html) = (subject, "<p>{{ subject }}</p>"));

        (await site.SendAsync("in-" + locale.ToLowerInvariant(), email)).State.ShouldBe(SendState.Sent);

        var message = site.MailTo(email).ShouldHaveSingleItem();
        message.Subject.ShouldBe(expected);
        message.Headers.ShouldAllBe(header => header.RawValue.All(b => b < 128));
        message.TextBody.ShouldNotBeNull().ShouldContain(expected);
    }

    // The intake refuses some of these names; users, imports and older data can still bring them.
    private async Task<string> SomebodyAsync(string name, string locale = "en")
    {
        var email = $"person{Interlocked.Increment(ref _people)}@bad.example";
        await site.TakeAsync("user.registered", email, $$"""{ "email": "{{email}}", "locale": "{{locale}}" }""");
        await site.WithAsync<IAutomailStore, bool>(store => store.ExecuteAsync(async unit =>
        {
            var contact = (await unit.Contacts.FindAsync(ContactIdentity.FromSubject(email))).ShouldNotBeNull();
            await unit.Contacts.SaveAsync(contact with { Name = name });
            return true;
        }));
        return email;
    }
}
