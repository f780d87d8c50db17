using System.CommandLine;
using System.Text;
using System.Text.Json;
using Automail.Cli.Templates;
using Automail.Engine;
using Automail.Engine.Delivery;
using Automail.Engine.Templates;
using Automail.Engine.Tracking;

namespace Automail.Cli.Verbs;

/// <summary><c>automail render</c>: shows what a template becomes with the data of a file.</summary>
internal static class RenderVerb
{
    public static Command Create(Terminal terminal)
    {
        var template = new Argument<string>("TEMPLATE") { Description = "A template file, such as templates/hello.liquid or templates/hello.nl.liquid, or a template that comes with Automail, such as cart-1." };
        var data = new Option<string>("--data") { Required = true, HelpName = "FILE.json", Description = "The model: an object with contact, event, site, cart, orders, viewed and whatever else the template speaks of." };
        var theme = new Option<string?>("--theme") { HelpName = "DIR", Description = "The folder of an e-mail theme; the parts in its folder Views take the place of the built-in ones." };
        var locale = new Option<string?>("--locale") { HelpName = "TAG", Description = "The reader's language; by default the contact's." };
        var utmSource = new Option<string?>("--utm-source") { HelpName = "TEXT", Description = "Labels links to the site with utm_source, so that web analytics tell visits from mail." };
        var utmMedium = new Option<string?>("--utm-medium") { HelpName = "TEXT", Description = "The utm_medium beside --utm-source; by default email." };
        var utmCampaign = new Option<string?>("--utm-campaign") { HelpName = "TEXT", Description = "The utm_campaign beside --utm-source; by default the template's name. A journey's mail has the journey's id." };
        var output = new Option<string>("--out") { Required = true, HelpName = "DIR", Description = "The folder for subject.txt, body.html, body.txt and message.eml." };
        var command = new Command("render", "Renders a template with the data of a file. Its unsubscribe and click links are for looking at only.") { template, data, theme, locale, utmSource, utmMedium, utmCampaign, output };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            terminal,
            parsed.GetRequiredValue(template),
            parsed.GetRequiredValue(data),
            parsed.GetValue(theme),
            parsed.GetValue(locale),
            ReadUtm(parsed.GetValue(utmSource), parsed.GetValue(utmMedium), parsed.GetValue(utmCampaign)),
            parsed.GetRequiredValue(output),
            parsed.GetValue(CommandLine.Json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, string path, string dataPath, string? theme, string? locale, UtmTags? utm, string folder, bool json, CancellationToken cancellationToken)
    {
        if (theme is not null && !Directory.Exists(theme))
        {
            throw new UsageException($"--theme: there is no folder {theme}.");
        }

        var model = ReadModel(dataPath, await ReadAsync(dataPath, cancellationToken));
        OutgoingMail mail;
        try
        {
            mail = await ComposeAsync(path, theme, locale, utm, model, cancellationToken);
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, "message.eml"), MimeBuilder.Write(mail), cancellationToken);
        }
        catch (Exception e) when (e is TemplateException or FieldException)
        {
            throw new FailureException(e.Message);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "subject.txt"), mail.Subject + "\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "body.html"), mail.Html, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "body.txt"), mail.Text, cancellationToken);
        await terminal.Output.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { subject = mail.Subject, htmlBytes = Encoding.UTF8.GetByteCount(mail.Html), folder }, OutputJson.Options)
            : $"{mail.Subject}\nWritten to {folder}.");
        return CommandLine.Done;
    }

    private static async Task<OutgoingMail> ComposeAsync(
        string path, string? theme, string? locale, UtmTags? utm, IReadOnlyDictionary<string, object?> model, CancellationToken cancellationToken)
    {
        var liquid = new DotLiquidEngine();
        var (template, language, siteLocale) = await FindAsync(path, theme, locale, ModelRendering.Text(model, "contact", "locale"), liquid, cancellationToken);
        locale = language;
        var rendered = await ModelRendering.RenderAsync(liquid, template, model, locale, siteLocale, utm, TimeProvider.System.GetUtcNow(), cancellationToken);
        var mail = rendered.Mail;
        var host = new Uri(rendered.Options.Links.BaseUrl).IdnHost;
        return new OutgoingMail
        {
            SendId = rendered.Options.SendId,
            MessageId = $"{rendered.Options.SendId}@{host}",
            From = mail.From is null ? Mailbox.OneLine($"noreply@{host}", ModelRendering.Text(model, "site", "name")) : Parse(mail.From),
            To = Mailbox.OneLine(ModelRendering.Text(model, "contact", "email") ?? "reader@mail.example", ModelRendering.Text(model, "contact", "name")),
            Subject = mail.Subject,
            Html = mail.Html,
            Text = mail.Text,
            Date = rendered.Options.Liquid.Now,
            UnsubscribeUrl = rendered.UnsubscribeUrl,
            Locale = locale,
        };
    }

    // A file in the folder comes before a ready template of its name.
    private static async Task<(MailTemplate Template, string? Locale, string? SiteLocale)> FindAsync(
        string path, string? theme, string? locale, string? contactLocale, DotLiquidEngine liquid, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var (name, ownLocale) = TemplateName.Split(Path.GetFileName(path), file => File.Exists(Path.Combine(folder, file)));
        var language = locale ?? ownLocale ?? contactLocale;
        if (await new FileTemplateSource(folder, liquid, theme).FindAsync(name, language, cancellationToken) is { } template)
        {
            return (template, language, null);
        }

        (name, ownLocale) = TemplateName.Split(path, file => ReadyTemplates.Files.Exists($"{ReadyTemplates.Folder}/{file}"));
        language = locale ?? ownLocale ?? contactLocale;
        return await FileTemplateSource.Ready(liquid, theme).FindAsync(name, language, cancellationToken) is { } ready
            ? (ready, language, ReadyTemplates.Locale)
            : throw new UsageException($"there is no template {path}. Give a file, or one of {string.Join(", ", ReadyTemplates.Names)}.");
    }

    private static UtmTags? ReadUtm(string? source, string? medium, string? campaign)
        => !string.IsNullOrWhiteSpace(source) ? new UtmTags(source, medium ?? UtmTags.StandardMedium, campaign)
            : medium is null && campaign is null ? null
            : throw new UsageException("--utm-medium and --utm-campaign need --utm-source.");

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
        => File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : throw new UsageException($"--data: there is no file {path}.");

    private static IReadOnlyDictionary<string, object?> ReadModel(string path, string text)
    {
        try
        {
            return JsonModel.FromObject(JsonElement.Parse(text), "--data");
        }
        catch (JsonException e)
        {
            throw new FailureException($"{path}:{e.LineNumber + 1}:{e.BytePositionInLine + 1}: this is not JSON.");
        }
        catch (FieldException e)
        {
            throw new FailureException($"{path}: {e.Message}");
        }
    }

    private static Mailbox Parse(string from)
        => MimeKit.MailboxAddress.TryParse(from, out var mailbox) ? new Mailbox(mailbox.Address, mailbox.Name) : throw new FailureException($"from: '{from}' is not of the form Name <address>.");
}
