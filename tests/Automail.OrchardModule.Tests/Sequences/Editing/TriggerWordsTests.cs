using Automail.OrchardModule.Sequences.Editing;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Editing;

[Collection(nameof(SharedSite))]
public sealed class TriggerWordsTests(Site site)
{
    [Theory]
    [InlineData("""{ "date": { "attribute": "renewal", "before": "P3D" } }""", "Starts 3 days before the date “renewal”.", "As soon as the date is reached: “x”")]
    [InlineData("""{ "date": { "attribute": "birthday", "yearly": true, "time": "09:00" }, "if": "contact.orderCount > 0" }""", "Starts on the date “birthday”, every year, at 09:00, if contact.orderCount > 0.", "As soon as the date is reached: “x”")]
    [InlineData("""{ "date": { "attribute": "trial", "after": "P1W" } }""", "Starts 1 week after the date “trial”.", "As soon as the date is reached: “x”")]
    [InlineData("""{ "becomes": "contact.orderCount >= 3" }""", "Starts when an event makes it true that contact.orderCount >= 3.", "As soon as the condition becomes true: “x”")]
    [InlineData("""{ "schedule": { "cron": "0 9 * * mon", "zone": "Europe/Amsterdam" } }""", "Starts for everybody Monday at 09:00 (Europe/Amsterdam).", "As soon as the time has come: “x”")]
    [InlineData("""{ "schedule": { "cron": "30 18 * * *" }, "if": "contact.orderCount > 0" }""", "Starts for everybody every day at 18:30, if contact.orderCount > 0.", "As soon as the time has come: “x”")]
    [InlineData("""{ "schedule": { "cron": "0 9 * * mon-fri" } }""", "Starts for everybody weekdays at 09:00.", "As soon as the time has come: “x”")]
    [InlineData("""{ "schedule": { "cron": "0 9 * * tue,sat" } }""", "Starts for everybody Tuesday, Saturday at 09:00.", "As soon as the time has come: “x”")]
    [InlineData("""{ "schedule": { "cron": "0 9 1 * *" } }""", "Starts for everybody on day 1 of each month at 09:00.", "As soon as the time has come: “x”")]
    [InlineData("""{ "schedule": { "cron": "*/30 9-17 * 3 *" } }""", "Starts for everybody at the times “*/30 9-17 * 3 *”.", "As soon as the time has come: “x”")]
    public async Task A_trigger_is_said_in_plain_words(string trigger, string starts, string mail)
    {
        var lines = await site.WithAsync<SequenceWords, IReadOnlyList<string>>(words => Task.FromResult(words.Of($$"""{ "trigger": {{trigger}}, "steps": [ { "id": "m", "send": "x" } ] }""")));

        lines[0].ShouldBe(starts + " Once for each contact.");
        lines[1].ShouldBe(mail);
    }
}
