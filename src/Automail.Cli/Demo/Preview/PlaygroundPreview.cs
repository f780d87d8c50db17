using System.Text.Json;
using System.Text.RegularExpressions;
using Automail.Cli.Templates;
using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;
using Automail.Engine.Templates.Lint;

namespace Automail.Cli.Demo.Preview;

/// <summary>A mail as it would be, and what is wrong with it.</summary>
/// <param name="Mail">The mail; null when it cannot be made.</param>
/// <param name="Model">The model that it is made with, JSON that <c>automail render --data</c> takes.</param>
/// <param name="Happened">What was put in for the event, for people.</param>
/// <param name="Problems">What the linter says, and why the mail could not be made.</param>
internal sealed record PreviewResult(RenderedMail? Mail, string Model, string Happened, IReadOnlyList<LintFinding> Problems);

/// <summary>
/// Makes a mail of a template that is being tried out, as <c>automail render</c> does with the same texts and model. It saves and sends nothing.
/// </summary>
internal sealed partial class PlaygroundPreview(IAutomailStore store, ISite site, VirtualClock clock)
{
    private const int MaxContacts = 50;

    // Events of the contact among which one of the type is looked for.
    private const int MaxEvents = 100;

    private const string Data = "data";

    // Steps and sizes have their limits in the Liquid; this one is for all together.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly DotLiquidEngine _liquid = new();
    private readonly MailLinter _linter = new(new DotLiquidEngine());
    private readonly FileTemplateSource _templates = FileTemplateSource.Ready(new DotLiquidEngine());

    /// <summary>A ready template in a language, or the nearest that there is.</summary>
    public Task<MailTemplate?> FindAsync(string name, string locale, CancellationToken cancellationToken) => _templates.FindAsync(name, locale, cancellationToken);

    /// <summary>Contacts with an address, a few.</summary>
    public async Task<IReadOnlyList<Contact>> ContactsAsync(CancellationToken cancellationToken)
        => [.. (await store.ReadAsync(unit => unit.Contacts.SearchAsync(null, 0, MaxContacts), cancellationToken)).Items.Where(contact => contact.Email is not null)];

    /// <summary>Makes the mail.</summary>
    /// <exception cref="FieldException">There is no such template, contact or sample.</exception>
    public async Task<PreviewResult> MakeAsync(PreviewForm form, CancellationToken cancellationToken)
    {
        var ready = await FindAsync(form.Template, form.Locale, cancellationToken) ?? throw new FieldException("template", "is not a template that comes with Automail.");
        var template = ready with { Subject = form.Subject?.Trim() ?? ready.Subject, Preheader = form.Preheader?.Trim() ?? ready.Preheader, Html = form.Html ?? ready.Html };

        // In a language that there is no translation into, what is typed is taken for one.
        template = template with { Locale = LanguageOf(template.Locale ?? ReadyTemplates.Locale) == LanguageOf(form.Locale) ? template.Locale : form.Locale };
        template = template with { Version = TemplateFolder.VersionOf(template) };
        var (text, happened) = form.Model is { } written ? (written, "With the data below.") : await ModelOfAsync(form, cancellationToken);
        var options = new LintOptions { Theme = template.Theme };
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var made = await ModelRendering.RenderAsync(_liquid, template, ReadModel(text), form.Locale, ReadyTemplates.Locale, null, clock.Now(), either.Token);
            return new PreviewResult(made.Mail, text, happened, _linter.Lint(template, options with { Rendered = made.Mail }));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PreviewResult(null, text, happened, [Error("html", 0, 0, $"The mail took longer than {Patience.TotalSeconds} seconds.")]);
        }
        catch (Exception error) when (error is TemplateException or FieldException or JsonException)
        {
            var findings = _linter.Lint(template, options);
            var isTold = error is TemplateException && findings.Any(finding => finding.Severity == LintSeverity.Error);
            return new PreviewResult(null, text, happened, isTold ? findings : [Describe(error), .. findings]);
        }
    }

    private async Task<(string Model, string Happened)> ModelOfAsync(PreviewForm form, CancellationToken cancellationToken)
    {
        var profile = await site.GetProfileAsync();
        var now = clock.Now();
        var contact = form.Contact is null ? null
            : await store.ReadAsync(unit => unit.Contacts.FindAsync(new ContactIdentity(IdentityKind.Email, form.Contact)), cancellationToken)
                ?? throw new FieldException("contact", "is not the address of a contact.");
        var real = contact is null || form.Event is null ? null
            : (await store.ReadAsync(unit => unit.Events.ForContactAsync(contact.Id, 0, MaxEvents), cancellationToken)).Items
                .Where(logged => logged.Event.Type == form.Event).Select(logged => new EnteringEvent(logged.Event.Type, logged.Event.Time, logged.Event.Data)).FirstOrDefault();
        var happened = real ?? (form.Event is null ? null : PreviewSamples.Event(form.Event, now) ?? throw new FieldException("event", "is not a type that there is a sample of."));
        var personal = contact is null ? PreviewSamples.Personal(now) : await PersonalModel.LoadAsync(store, contact, PersonalNames.All, cancellationToken);
        contact ??= PreviewSamples.Contact(now);
        var reader = contact with { Locale = form.Locale, TimeZone = contact.TimeZone ?? profile.TimeZone };
        var model = MailModel.Create(reader, profile, happened, null);
        foreach (var (name, value) in personal)
        {
            model[name] = value;
        }

        return (JsonSerializer.Serialize(model, PreviewJson.Readable),
            happened is null ? "Without an event." : real is null ? "With a sample event." : "With the contact’s latest event of this type.");
    }

    private static string LanguageOf(string locale) => locale.Split('-')[0].ToLowerInvariant();

    private static IReadOnlyDictionary<string, object?> ReadModel(string text) => JsonModel.FromObject(JsonElement.Parse(text), Data);

    // What the linter cannot see beforehand: a filter that fails on these values, a loop without end, too large a result, data that is none.
    private static LintFinding Describe(Exception error)
    {
        switch (error)
        {
            case JsonException json:
                return Error(Data, (int)(json.LineNumber ?? 0) + 1, (int)(json.BytePositionInLine ?? 0) + 1, "This is not JSON.");
            case TemplateException failed:
                var place = Place().Match(failed.Message);
                var part = place.Success ? place.Groups["part"].Value : "html";
                return part == "layout" ? Error(part, 0, 0, failed.Message) : Error(part, failed.Line, failed.Column, place.Success && failed.InnerException is TemplateException inner ? inner.Message : failed.Message);
            default:
                return Error(Data, 0, 0, error.Message);
        }
    }

    private static LintFinding Error(string part, int line, int column, string message) => new(part == Data ? "" : "AM001", LintSeverity.Error, part, line, column, message);

    [GeneratedRegex(@"\A[^,]{0,100}, (?<part>subject|preheader|html|layout|text)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
