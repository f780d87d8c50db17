using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Automail.Engine.Delivery;
using Automail.Engine.Templates;
using Automail.Engine.Tracking;
using Xunit;

namespace Automail.ReadyTemplateTests;

/// <summary>What the ready templates are rendered with in the tests of both hosts: the same people, events, ids and moment, so that the same bytes come out.</summary>
internal static class ReadyMails
{
    /// <summary>When the mails are made.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 5, 9, 30, 0, TimeSpan.Zero);

    /// <summary>The locales that they are rendered in.</summary>
    public static readonly IReadOnlyList<string> Locales = ["en-GB", "nl-NL"];

    // An event that starts the journey which the template is made for, or that shows most of it.
    private static readonly Dictionary<string, string> Events = new(StringComparer.Ordinal)
    {
        ["birthday"] = "product.viewed",
        ["cart-1"] = "cart.abandoned",
        ["cart-2"] = "cart.abandoned",
        ["cart-3"] = "cart.abandoned",
        ["click-followup"] = "link.clicked",
        ["double-opt-in"] = "user.registered",
        ["nurture-1"] = "user.registered",
        ["nurture-2"] = "product.viewed",
        ["nurture-3"] = "product.viewed",
        ["nurture-4"] = "user.registered",
        ["nurture-5"] = "user.registered",
        ["nurture-6"] = "user.registered",
        ["nurture-7"] = "order.placed",
        ["order-thanks"] = "order.placed",
        ["post-purchase"] = "order.placed",
        ["review-request"] = "order.placed",
        ["welcome-1"] = "user.registered",
        ["welcome-2"] = "product.viewed",
        ["welcome-3"] = "user.registered",
        ["welcome-4"] = "user.registered",
        ["welcome-5"] = "cart.abandoned",
        ["win-back"] = "order.placed",
        ["win-back-2"] = "product.viewed",
    };

    /// <summary>The names of the templates.</summary>
    public static IReadOnlyCollection<string> Templates => Events.Keys;

    /// <summary>The folder of this file: sample data and golden files.</summary>
    public static string Folder { get; } = Path.GetFullPath(
        typeof(ReadyMails).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ReadyTemplates").Value!);

    /// <summary>The event with which a template is compared with its golden file.</summary>
    public static string EventOf(string template) => Events[template];

    /// <summary>All events that there is sample data for.</summary>
    public static IReadOnlyList<string> SampleEvents()
        => [.. Directory.EnumerateFiles(Path.Combine(Folder, "data"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>The model of an event's sample data.</summary>
    public static IReadOnlyDictionary<string, object?> Model(string sampleEvent)
        => JsonModel.FromObject(JsonElement.Parse(File.ReadAllBytes(Path.Combine(Folder, "data", sampleEvent + ".json"))));

    /// <summary>Renders a template and makes the mail of it.</summary>
    public static async Task<OutgoingMail> ComposeAsync(ILiquid liquid, MailTemplate template, string locale, string sampleEvent)
    {
        var model = Model(sampleEvent);
        var contact = (IReadOnlyDictionary<string, object?>)model["contact"]!;
        var options = new MailRenderOptions
        {
            Liquid = new LiquidContext(locale, contact["timeZone"] as string, Now),
            SendId = "00112233445566778899aabbccddeeff",
            Links = new MailLinks("https://shop.example"),
            SiteLocale = "en",
        };
        var tokens = new ReadableTokens();
        var mail = await new MailRenderer(liquid, tokens).RenderAsync(template, model, options, TestContext.Current.CancellationToken);
        return new OutgoingMail
        {
            SendId = options.SendId,
            MessageId = $"{options.SendId}@shop.example",
            From = new Mailbox("hello@shop.example", "Lantern Tea"),
            To = new Mailbox((string)contact["email"]!, contact.GetValueOrDefault("name") as string),
            Subject = mail.Subject,
            Html = mail.Html,
            Text = mail.Text,
            Date = Now,
            UnsubscribeUrl = template.Purpose == "marketing" ? options.Links.Unsubscribe(tokens.Protect(new TokenContent(TokenKind.Unsubscribe, options.SendId))) : null,
            FeedbackId = string.Create(CultureInfo.InvariantCulture, $"{template.Name}:golden:{template.Purpose}:LanternTea"),
            Locale = locale,
        };
    }

    /// <summary>Tokens that say what they hold, so that a golden file can be read.</summary>
    private sealed class ReadableTokens : ITokenProtector
    {
        public string Protect(TokenContent content) => content.Url is { } url ? Uri.EscapeDataString(url) : $"this-{content.Kind.ToString().ToLowerInvariant()}";

        public TokenContent? Unprotect(string? token) => null;
    }
}

/// <summary>What a mail was when somebody last looked at it: HTML, text and MIME as files.</summary>
internal static class Golden
{
    /// <summary>Set to anything, the command line's tests write the files instead of comparing with them.</summary>
    public const string Variable = "AUTOMAIL_GOLDEN";

    /// <summary>Whether files are to be written.</summary>
    public static bool Writes => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The files of a mail: their names and contents.</summary>
    public static IEnumerable<(string File, string Contents)> Files(OutgoingMail mail, string template, string locale)
    {
        var name = $"{template}.{locale[..2]}";
        yield return ($"{name}.html", mail.Html);
        yield return ($"{name}.txt", mail.Text);
        yield return ($"{name}.mime", Envelope(mail));
    }

    /// <summary>What a file holds; null when there is none.</summary>
    public static string? Read(string file) => File.Exists(PathOf(file)) ? File.ReadAllText(PathOf(file)).ReplaceLineEndings("\n") : null;

    /// <summary>Writes a file.</summary>
    public static void Write(string file, string contents)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), contents);
    }

    /// <summary>The names of the files that there are.</summary>
    public static IReadOnlyList<string> All() => [.. Directory.EnumerateFiles(PathOf("")).Select(file => Path.GetFileName(file))];

    // The message with its headers and parts; the contents of the parts are files of their own.
    private static string Envelope(OutgoingMail mail)
    {
        var message = Encoding.UTF8.GetString(MimeBuilder.Write(mail).Span).ReplaceLineEndings("\n");
        var boundary = $"\n--=_{mail.SendId}";
        var parts = message.Split(boundary);
        for (var i = 1; i < parts.Length - 1; i++)
        {
            parts[i] = parts[i][..parts[i].IndexOf("\n\n", StringComparison.Ordinal)] + "\n\n";
        }

        return string.Join(boundary, parts);
    }

    private static string PathOf(string file) => Path.Combine(ReadyMails.Folder, "golden", file);
}
