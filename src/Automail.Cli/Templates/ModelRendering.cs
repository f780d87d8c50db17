using System.Security.Cryptography;
using System.Text;
using Automail.Engine.Templates;
using Automail.Engine.Tracking;

namespace Automail.Cli.Templates;

/// <summary>A mail made of a template and a model.</summary>
/// <param name="Mail">The mail.</param>
/// <param name="Options">What it was made with.</param>
/// <param name="UnsubscribeUrl">Its page for unsubscribing, which belongs to no mail.</param>
internal sealed record ModelMail(RenderedMail Mail, MailRenderOptions Options, string UnsubscribeUrl);

/// <summary>
/// Renders a template with a model that somebody wrote down, to be looked at: <c>automail render</c> and the playground's preview. The same input at the same moment gives the same bytes; no site's
/// secret stands behind the links.
/// </summary>
internal static class ModelRendering
{
    /// <summary>Renders with a renderer of its own, so that nothing of it stays in the caches of mail in use.</summary>
    /// <param name="liquid">The Liquid.</param>
    /// <param name="template">The template.</param>
    /// <param name="model">The model; the address of links is its <c>site.url</c>, the zone its <c>contact.timeZone</c>.</param>
    /// <param name="locale">The reader's language.</param>
    /// <param name="siteLocale">What templates are written in that name no locale; null for the reader's language.</param>
    /// <param name="utm">What the site's addresses are tagged with for web analytics; null for nothing.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="TemplateException">A part cannot be parsed or rendered, or goes over its limits.</exception>
    /// <exception cref="Engine.FieldException">The site's address is not one.</exception>
    public static async Task<ModelMail> RenderAsync(
        ILiquid liquid,
        MailTemplate template,
        IReadOnlyDictionary<string, object?> model,
        string? locale,
        string? siteLocale,
        UtmTags? utm,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var site = Text(model, "site", "url") ?? "https://site.example";
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{template.Name} {template.Version} {locale}")).AsSpan(0, 16));
        var options = new MailRenderOptions
        {
            Liquid = new LiquidContext(locale ?? "", Text(model, "contact", "timeZone"), now),
            SendId = id,
            Links = new MailLinks(site.TrimEnd('/')),
            SiteLocale = siteLocale,
            Utm = utm?.For(null, template.Name),
        };
        var tokens = new TokenProtector(new byte[TokenSecret.MinBytes]);
        var mail = await new MailRenderer(liquid, tokens).RenderAsync(template, model, options, cancellationToken);
        return new ModelMail(mail, options, options.Links.Unsubscribe(tokens.Protect(new TokenContent(TokenKind.Unsubscribe, id))));
    }

    /// <summary>A text of the model, such as <c>contact.locale</c>; null when it is missing or empty.</summary>
    public static string? Text(IReadOnlyDictionary<string, object?> model, string first, string second)
        => model.GetValueOrDefault(first) is IReadOnlyDictionary<string, object?> members && members.GetValueOrDefault(second) is string { Length: > 0 } text ? text : null;
}
