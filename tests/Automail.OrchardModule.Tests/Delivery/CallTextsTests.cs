using System.Globalization;
using Automail.Engine.Delivery;
using Automail.OrchardModule.Delivery;
using Microsoft.Extensions.Localization;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Delivery;

/// <summary>Why calls of other systems failed can be said in every language; what others said stays.</summary>
public sealed class CallTextsTests
{
    [Theory]
    [InlineData("answered 503", "ANSWERED 503")]
    [InlineData("answered 400: no such hook: x", "ANSWERED no such hook: x 400")]
    [InlineData("answered 301, a redirect, which is not followed", "ANSWERED 301, A REDIRECT, WHICH IS NOT FOLLOWED")]
    [InlineData("no connection: Name or service not known", "NO CONNECTION: Name or service not known")]
    [InlineData("no answer within 0.2 seconds", "NO ANSWER WITHIN 0.2 SECONDS")]
    [InlineData("not called: crm.example has the address 10.0.0.1, which is not in the public internet", "NOT CALLED: 10.0.0.1 crm.example, WHICH IS NOT IN THE PUBLIC INTERNET")]
    [InlineData("not called: crm.example:8080 is not on the list of own hosts, so that https is needed", "NOT CALLED: crm.example:8080 IS NOT ON THE LIST OF OWN HOSTS, SO THAT HTTPS IS NEEDED")]
    [InlineData("the address is not one that can be called", "THE ADDRESS IS NOT ONE THAT CAN BE CALLED")]
    [InlineData("contact-gone", "THE CONTACT IS GONE")]
    [InlineData("an error that nobody foresaw", "an error that nobody foresaw")]
    public void Each_reason_is_said(string reason, string said)
        => new MailTexts(new Foreign()).Why(Record(SendKind.Webhook, reason)).ShouldBe(said);

    [Fact]
    public void What_a_mail_server_said_is_not_taken_for_it()
        => new MailTexts(new Foreign()).Why(Record(SendKind.Mail, "answered 503")).ShouldBe("answered 503");

    private static SendRecord Record(SendKind kind, string reason)
    {
        var key = new SendKey("s", 1, "p", "h", 0);
        return new SendRecord { Id = key.ToId(), Key = key, Kind = kind, ContactId = "c", Template = "", Purpose = "marketing", Reason = reason, QueuedAt = DateTimeOffset.UnixEpoch, UpdatedAt = DateTimeOffset.UnixEpoch };
    }

    /// <summary>A language of capitals, in which two values change places.</summary>
    private sealed class Foreign : IStringLocalizer<MailTexts>
    {
        public LocalizedString this[string name] => this[name, []];

        public LocalizedString this[string name, params object[] arguments]
            => new(name, string.Format(CultureInfo.InvariantCulture, Upper(name), arguments));

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => [];

        private static string Upper(string name) => name switch
        {
            "answered {0}: {1}" => "ANSWERED {1} {0}",
            "not called: {0} has the address {1}, which is not in the public internet" => "NOT CALLED: {1} {0}, WHICH IS NOT IN THE PUBLIC INTERNET",
            _ => name.ToUpperInvariant(),
        };
    }
}
