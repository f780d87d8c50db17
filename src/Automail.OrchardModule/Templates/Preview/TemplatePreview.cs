using System.Text.RegularExpressions;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;
using Automail.Engine.Templates.Lint;
using Automail.Engine.Tracking;
using Automail.OrchardModule.Templates.Lint;
using ISite = Automail.Engine.ISite;

namespace Automail.OrchardModule.Templates.Preview;

/// <summary>A mail as it would be now.</summary>
/// <param name="Mail">The mail; null when it cannot be made.</param>
/// <param name="Findings">What the linter says, and why the mail could not be made.</param>
/// <param name="HasEvent">Whether an event was put in.</param>
/// <param name="IsRealEvent">Whether it was the contact's own.</param>
internal sealed record PreviewResult(RenderedMail? Mail, IReadOnlyList<LintFinding> Findings, bool HasEvent, bool IsRealEvent);

/// <summary>
/// Makes a mail of a template that is being written, by the same Liquid, limits and steps as one that is sent. Nothing is saved, sent or kept: the renderer is this preview's own, so that no version
/// in use is driven from the cache. Links are not tracked, those for unsubscribing belong to no mail, and there is none to view it.
/// </summary>
internal sealed partial class TemplatePreview(TemplateLinter linter, IAutomailStore store, ISite site, ILiquid liquid, ITokenProtector tokens, OrchardTimeProvider clock)
{
    private static readonly string NoMail = new('0', 32);

    /// <summary>The contact with an address; null when there is none.</summary>
    public Task<Contact?> FindAsync(string email, CancellationToken cancellationToken)
        => store.ReadAsync(unit => unit.Contacts.FindAsync(new ContactIdentity(IdentityKind.Email, email)), cancellationToken);

    /// <summary>Contacts whose address or name has a text, a few.</summary>
    public async Task<IReadOnlyList<Contact>> SearchAsync(string text, CancellationToken cancellationToken)
        => (await store.ReadAsync(unit => unit.Contacts.SearchAsync(text, 0, 10), cancellationToken)).Items;

    /// <summary>Makes the mail.</summary>
    /// <param name="part">The template as it is written.</param>
    /// <param name="contact">Who gets it; null for a sample contact.</param>
    /// <param name="eventType">The type of the event that it answers: the contact's latest one, else a sample; null for none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<PreviewResult> MakeAsync(EmailTemplatePart part, Contact? contact, string? eventType, CancellationToken cancellationToken)
        => MakeAsync(
            _ => linter.ToTemplateAsync(part), mail => linter.LintAsync(part, mail), error => Describe(error, part.Format), contact, TemplateLocale.Of(part), eventType, cancellationToken);

    /// <summary>Makes a mail with the layout around it: the one that comes with Automail for this event, in the reader's language.</summary>
    /// <param name="part">The layout as it is written.</param>
    /// <param name="contact">Who gets it; null for a sample contact.</param>
    /// <param name="eventType">The type of the event that it answers; null for none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<PreviewResult> MakeLayoutAsync(EmailLayoutPart part, Contact? contact, string? eventType, CancellationToken cancellationToken)
        => MakeAsync(
            async locale => await linter.ToTemplateAsync(Samples.Template(eventType, locale)) with { Layout = part.Html },
            _ => linter.LintAsync(part),
            DescribeLayout,
            contact,
            null,
            eventType,
            cancellationToken);

    private async Task<PreviewResult> MakeAsync(
        Func<string, Task<MailTemplate>> write,
        Func<RenderedMail?, Task<IReadOnlyList<LintFinding>>> lint,
        Func<Exception, LintFinding> describe,
        Contact? contact,
        string? sampleLocale,
        string? eventType,
        CancellationToken cancellationToken)
    {
        var profile = await site.GetProfileAsync();
        var real = contact is null || eventType is null ? null : await LatestAsync(contact, eventType, cancellationToken);
        var happened = real ?? Samples.Event(eventType, clock.GetUtcNow());
        var isSample = contact is null;
        contact ??= Samples.Contact(sampleLocale);
        var locale = contact.Locale ?? profile.Locale;
        try
        {
            var renderer = new MailRenderer(liquid, tokens);
            var template = await write(locale);
            var model = MailModel.Create(contact, profile, happened, null);
            foreach (var (name, value) in isSample
                ? Samples.Personal(clock.GetUtcNow())
                : await PersonalModel.LoadAsync(store, contact, renderer.FindPersonalNames(template), cancellationToken))
            {
                model[name] = value;
            }

            var mail = await renderer.RenderAsync(
                template,
                model,
                new MailRenderOptions
                {
                    Liquid = new LiquidContext(locale, contact.TimeZone ?? profile.TimeZone, clock.GetUtcNow()),
                    SendId = NoMail,
                    Links = new MailLinks(profile.Url),
                    SiteLocale = profile.Locale,
                    TrackLinks = false,
                    CanBeViewed = false,
                },
                cancellationToken);
            return new PreviewResult(mail, await lint(mail), happened is not null, real is not null);
        }
        catch (Exception error) when (error is TemplateException or FieldException)
        {
            var findings = await lint(null);
            return new PreviewResult(
                null, findings.Any(finding => finding.Severity == LintSeverity.Error) ? findings : [describe(error), .. findings], happened is not null, real is not null);
        }
    }

    // Of the layout's own errors the place is known; that of the body's is nothing to its author.
    private static LintFinding DescribeLayout(Exception error)
    {
        var isOwn = error is TemplateException { InnerException: TemplateException } && Place().Match(error.Message) is { Success: true } place && place.Groups["part"].Value == "layout";
        return error is TemplateException at && isOwn
            ? new LintFinding("AM001", LintSeverity.Error, "layout", at.Line, at.Line > 0 ? Math.Max(at.Column, 1) : 0, at.InnerException!.Message)
            : new LintFinding("AM001", LintSeverity.Error, "layout", 0, 0, error.Message);
    }

    // What the linter could not see beforehand: a filter that fails on these values, a loop without end, too large a result.
    private static LintFinding Describe(Exception error, BodyFormat format)
    {
        var place = Place().Match(error.Message);
        var found = place.Success ? place.Groups["part"].Value : "html";
        var isOnLine = error is TemplateException { Line: > 0 } && !(found == "html" && format == BodyFormat.Markdown);
        var (line, column) = isOnLine && error is TemplateException at ? (at.Line, Math.Max(at.Column, 1)) : (0, 0);
        var message = error.InnerException is TemplateException inner && place.Success ? inner.Message : error.Message;
        return new LintFinding("AM001", LintSeverity.Error, found == "layout" ? "layout" : found, found == "layout" ? 0 : line, found == "layout" ? 0 : column, message);
    }

    private async Task<EnteringEvent?> LatestAsync(Contact contact, string type, CancellationToken cancellationToken)
        => await store.ReadAsync(unit => unit.Events.LatestAsync(contact.Id, type, 1), cancellationToken) is [{ Event: { } found }]
            ? new EnteringEvent(found.Type, found.Time, found.Data) : null;

    [GeneratedRegex(@"\A[^,]{0,100}, (?<part>subject|preheader|html|layout|text)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
