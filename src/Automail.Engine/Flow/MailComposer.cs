using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;
using Automail.Engine.Tracking;

namespace Automail.Engine.Flow;

/// <summary>Makes a mail from its template, the contact as it is now, and the event that the journey is about.</summary>
public sealed class MailComposer(ITemplateSource templates, MailRenderer renderer, ITokenProtector tokens, ISite site, IAutomailStore store, TimeProvider clock)
    : IMailComposer
{
    /// <inheritdoc/>
    public async Task<OutgoingMail> ComposeAsync(SendRecord record, Contact contact, Enrollment? enrollment, CancellationToken cancellationToken)
    {
        var profile = await site.GetProfileAsync();
        if (record.Kind == SendKind.Notice)
        {
            return NoticeMail.Compose(record, profile, clock.Now());
        }

        var locale = contact.Locale ?? profile.Locale;
        var template = await templates.FindAsync(record.Template, locale, cancellationToken)
            ?? throw new TemplateException($"{GateReasons.UnknownTemplate}: there is no template '{record.Template}'.");

        // What was sent stays about the day on which it was, and as its author wrote it then.
        var sent = record.State is SendState.Sent or SendState.InDoubt;
        if (sent && record.TemplateVersion is { } version && version != template.Version)
        {
            template = await templates.FindVersionAsync(template, version, cancellationToken) ?? template;
        }

        var entered = record.Event is { } own ? ReadEvent(own) : enrollment?.EnteredBy;
        var model = MailModel.Create(contact, profile, entered, enrollment);
        if (record.Model is { } extra)
        {
            foreach (var (name, value) in JsonModel.FromObject(extra))
            {
                model.TryAdd(name, value);
            }
        }

        foreach (var (name, value) in await PersonalModel.LoadAsync(store, contact, Missing(renderer.FindPersonalNames(template), model), cancellationToken))
        {
            model[name] = value;
        }

        var now = sent ? record.UpdatedAt : clock.Now();
        var links = new MailLinks(profile.Url);
        var rendered = await renderer.RenderAsync(template, model, new MailRenderOptions
        {
            Liquid = new LiquidContext(locale, contact.TimeZone ?? profile.TimeZone, now),
            SendId = record.Id,
            Links = links,
            SiteLocale = profile.Locale,
            TrackLinks = profile.TrackLinks,
            Utm = profile.Utm?.For(record.Key.Journey, record.Template),
        }, cancellationToken);
        var unsubscribe = Purposes.NeedConsent(record.Purpose) ? links.Unsubscribe(tokens.Protect(new TokenContent(TokenKind.Unsubscribe, record.Id))) : null;
        rendered = unsubscribe is null ? rendered : UnsubscribeLine.Ensure(rendered, unsubscribe, template.Locale ?? profile.Locale);
        var from = rendered.From is null ? profile.From : ParseMailbox(rendered.From);
        return new OutgoingMail
        {
            SendId = record.Id,
            MessageId = $"{record.Id}@{from.Address[(from.Address.LastIndexOf('@') + 1)..]}",
            From = from,
            ReplyTo = profile.ReplyTo,
            ReturnPath = profile.ReturnPath,
            To = Mailbox.OneLine(contact.Email!, contact.Name),
            TemplateVersion = template.Version,
            Subject = rendered.Subject,
            Html = rendered.Html,
            Text = rendered.Text,
            Date = now,
            UnsubscribeUrl = unsubscribe,
            UnsubscribeMailto = unsubscribe is not null ? profile.UnsubscribeMailto : null,
            FeedbackId = $"{Token(record.Template)}:{Token(record.Key.Journey)}:{record.Purpose}:{Token(profile.Name)}",
            Locale = locale,
        };
    }

    // A value that came with the mail is the one that is meant.
    private static PersonalNames Missing(PersonalNames names, Dictionary<string, object?> model)
        => names & ~((model.ContainsKey("cart") ? PersonalNames.Cart : 0) | (model.ContainsKey("orders") ? PersonalNames.Orders : 0) | (model.ContainsKey("viewed") ? PersonalNames.Viewed : 0));

    private static EnteringEvent ReadEvent(System.Text.Json.JsonElement element)
        => new(
            element.TryGetProperty("type", out var type) ? type.GetString() ?? "" : "",
            element.TryGetProperty("time", out var time) && time.TryGetDateTimeOffset(out var at) ? at : default,
            element);

    private static Mailbox ParseMailbox(string text)
        => Mailbox.Parse(text) ?? throw new FieldException("from", $"'{text}' is not a sender such as Shop <shop@example.org>.");

    private static string Token(string text)
    {
        var token = string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));
        return token.Length == 0 ? "-" : token[..Math.Min(token.Length, 60)];
    }
}
