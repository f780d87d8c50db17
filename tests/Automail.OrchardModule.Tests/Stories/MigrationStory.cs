using Automail.Engine.Delivery;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.Editing;
using Automail.OrchardModule.Tests.Sequences.Migration;
using Automail.OrchardModule.Tests.Sequences.People;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Stories;

/// <summary>
/// A nurture series is changed while people are in it, in a real Orchard site: a step goes, one comes, a wait is shorter. Some people move, some stay, somebody had finished and is offered what was added; and
/// exactly the mails arrive that the preview told.
/// </summary>
[Collection(nameof(AdminSite))]
public sealed class MigrationStory(AdminSite site)
{
    private const string Series = "story-nurture";
    private const string Stan = "stan@nurture.example";
    private const string Fin = "fin@nurture.example";
    private const string Ann = "ann@nurture.example";
    private const string Bob = "bob@nurture.example";

    [Fact]
    public async Task A_series_is_changed_under_people_and_everybody_gets_what_the_preview_told()
    {
        foreach (var name in (string[])["nurture-a", "nurture-b", "nurture-c", "nurture-d"])
        {
            await site.PublishTemplateAsync(name, part => (part.Subject, part.Purpose) = (name, "transactional"));
        }

        // One version on which somebody finishes and somebody is still on the way, and a second one with two people at different steps.
        var id = await site.AddSequenceAsync("Nurture", Of("""{ "id": "a", "send": "nurture-a" }, { "id": "w1", "wait": "P2D" }, { "id": "b", "send": "nurture-b" }, { "id": "w2", "wait": "P3D" }, { "id": "c", "send": "nurture-c" }"""));
        await site.EnterAsync(Series, Fin);
        await PassAsync(4 * 24);
        await site.EnterAsync(Series, Stan);
        await PassAsync(48);
        await site.ChangeSequenceAsync(id, Of("""{ "id": "a", "send": "nurture-a" }, { "id": "w1", "wait": "P2D" }, { "id": "b", "send": "nurture-b" }, { "id": "w2", "wait": "P4D" }, { "id": "c", "send": "nurture-c" }"""));
        await site.EnterAsync(Series, Bob);
        await PassAsync(30);
        await site.EnterAsync(Series, Ann);
        await PassAsync(24);
        (await WhereAsync(Fin, Stan, Bob, Ann)).ShouldBe([(1, EnrollmentStatus.Completed, "w2"), (1, EnrollmentStatus.Active, "w2"), (2, EnrollmentStatus.Active, "w2"), (2, EnrollmentStatus.Active, "w1")]);

        // The change: the first wait is shorter, the second one goes, and a mail comes at the end.
        await site.ChangeSequenceAsync(
            id,
            Of("""{ "id": "a", "send": "nurture-a" }, { "id": "w1", "wait": "PT36H" }, { "id": "b", "send": "nurture-b" }, { "id": "c", "send": "nurture-c" }, { "id": "w4", "wait": "P1D" }, { "id": "d", "send": "nurture-d" }"""),
            publish: false);
        using var admin = await AdminBrowser.AdminAsync(site);
        (string, string)[] answers = [("Versions[0].Answer", "Move"), ("Versions[1].Answer", "Stay"), ("Versions[1].Offers", "true"), ("Reason", "a shorter series")];
        var now = site.Clock.Now;
        var before = await ArrivedAsync();

        var page = await admin.TextAsync(VersionsPage.Of(Series));
        var preview = await admin.AnswerAsync(Series, "Preview", answers);
        var told = await ToldAsync();

        page.ShouldContain("Changed: w1: Wait 2 days → Wait 36 hours");
        page.ShouldContain("Vanished: w2: Wait 4 days");
        page.ShouldContain("Added: d: Send “nurture-d”");
        page.ShouldContain("1 person who finished this version goes on with what was added: w4: Wait 1 day");
        preview.ShouldContain("Shown for 3 people.");
        preview.ShouldNotContain(Stan);
        foreach (var (who, template, time) in told)
        {
            preview.ShouldContain($">{who}</bdi>");
            preview.ShouldContain($"“{template}” would be sent");
            preview.ShouldContain($"datetime=\"{time:yyyy-MM-ddTHH:mm:ssZ}\"");
        }

        told.ShouldBe(
        [
            (Ann, "nurture-b", now.AddHours(12)), (Ann, "nurture-c", now.AddHours(12)), (Ann, "nurture-d", now.AddHours(36)),
            (Bob, "nurture-c", now), (Bob, "nurture-d", now.AddHours(24)),
            (Fin, "nurture-d", now.AddHours(24)),
        ]);
        (await ArrivedAsync()).ShouldBe(before, "looking sends nothing");

        (await admin.MoveAsync(Series, answers)).ShouldContain("Version 3 is published, and people are being moved to it.");
        await PassAsync(0);
        (await admin.TextAsync(VersionsPage.Of(Series))).ShouldContain("3 of 3 done: 2 moved, 0 taken out, 1 had finished and go on, 0 left as they are");
        (await WhereAsync(Fin, Stan, Bob, Ann)).ShouldBe([(3, EnrollmentStatus.Active, "w4"), (1, EnrollmentStatus.Active, "w2"), (3, EnrollmentStatus.Active, "w4"), (3, EnrollmentStatus.Active, "w1")]);
        await PassAsync(5 * 24);

        // Who stayed got the last mail of the first version, at its time; the others what was told, and nobody anything else.
        var stan = (await site.PassageAsync(Series, Stan)).EnteredAt;
        (await ArrivedAsync()).Except(before).ShouldBe(told.Append((Stan, "nurture-c", stan.AddDays(5))), ignoreOrder: true);
        (await WhereAsync(Fin, Stan, Bob, Ann)).Select(one => (one.Version, one.Status)).ShouldBe(
            [(3, EnrollmentStatus.Completed), (1, EnrollmentStatus.Completed), (3, EnrollmentStatus.Completed), (3, EnrollmentStatus.Completed)]);
        foreach (var (who, mails) in new[] { (Ann, 4), (Bob, 4), (Fin, 4), (Stan, 3) })
        {
            site.MailTo(who).Select(mail => mail.Subject).ShouldBe(((string[])["nurture-a", "nurture-b", "nurture-c", "nurture-d"]).Take(mails), ignoreOrder: true, who);
        }

        TraceLog.Read((await site.PassageAsync(Series, Bob)).Trace).ShouldContain(entry => entry.Kind == TraceKind.Moved && entry.Text == "2 → 3" && entry.StepId == "c" && entry.Note == "operator admin: a shorter series");

        async Task<List<(string Who, string Template, DateTimeOffset Time)>> ToldAsync()
        {
            var plan = new MigrationPlan(Series, 3, [new VersionAnswer(2, PeopleAnswer.Move), new VersionAnswer(1, PeopleAnswer.Stay) { OffersAdded = true }]);
            var draft = await site.DefinitionOfAsync(id);
            var samples = await site.WithAsync<Engine.Flow.MigrationDesk, IReadOnlyList<Engine.Flow.MigrationSample>>(desk => desk.PreviewAsync(new Engine.Flow.MigrationPreview(plan, draft)));
            return [.. samples.SelectMany(sample => sample.Mails.Select(mail => (sample.Contact.Email!, mail.Template, mail.Time))).OrderBy(mail => mail.Item1, StringComparer.Ordinal).ThenBy(mail => mail.Time).ThenBy(mail => mail.Template, StringComparer.Ordinal)];
        }
    }

    private static string Of(string steps) => $$"""{ "id": "{{Series}}", "purpose": "transactional", "trigger": { "manual": true }, "steps": [ {{steps}} ] }""";

    private async Task<List<(int Version, EnrollmentStatus Status, string? StepId)>> WhereAsync(params string[] people)
    {
        var where = new List<(int, EnrollmentStatus, string?)>();
        foreach (var email in people)
        {
            var passage = await site.PassageAsync(Series, email);
            where.Add((passage.Version, passage.Status, passage.StepId));
        }

        return where;
    }

    /// <summary>Every mail of the series that was sent, by the ledger.</summary>
    private async Task<List<(string Who, string Template, DateTimeOffset Time)>> ArrivedAsync()
    {
        var arrived = new List<(string, string, DateTimeOffset)>();
        foreach (var email in (string[])[Ann, Bob, Fin, Stan])
        {
            arrived.AddRange((await site.MailsOfAsync(email)).Where(mail => mail.State == SendState.Sent).Select(mail => (email, mail.Template, mail.UpdatedAt)));
        }

        return arrived;
    }

    /// <summary>Time passes, hour by hour, and what is due is done.</summary>
    private async Task PassAsync(int hours)
    {
        await site.SweepAsync();
        for (var i = 0; i < hours; i++)
        {
            site.Clock.Advance(TimeSpan.FromHours(1));
            await site.SweepAsync();
        }
    }
}
