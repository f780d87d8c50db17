using System.Text.Json;
using Automail.Cli.Templates;
using Automail.Engine.Delivery;
using Automail.Engine.Templates;
using Automail.Engine.Templates.Inlining;
using Automail.Engine.Tracking;

namespace Automail.Benchmarks;

/// <summary>
/// Whole mails of a ready template, as they leave: Liquid with layout and parts, styles, absolute and tracked links, text part, MIME; beside them the bare
/// Liquid of the same sources with the same model, without styles. Both are warm, as they are in a mailing; every mail has its own tokens. Time is that of the processor, collections included, since neither waits for anything.
/// </summary>
internal static class RenderBenchmark
{
    private const int Mails = 400;

    private const string Model = """
        {
          "contact": { "email": "ada@example.org", "name": "Ada Lovelace", "firstName": "Ada" },
          "site": { "name": "Lantern Tea", "url": "https://shop.example", "address": "Quay 12, 1011 AB Amsterdam" },
          "event": { "type": "cart.abandoned", "cartId": "c-1", "currency": "EUR", "total": 85.7, "items": [
            { "sku": "a", "name": "Lantern teapot", "quantity": 1, "price": 34.0, "url": "/products/a", "imageUrl": "/pictures/a.png" },
            { "sku": "b", "name": "Rainy Day", "quantity": 2, "price": 7.25, "url": "/products/b", "imageUrl": "/pictures/b.png" },
            { "sku": "c", "name": "Zoë & Søn’s mug", "quantity": 3, "price": 12.4, "url": "/products/c" } ] }
        }
        """;

    public static async Task<bool> RunAsync()
    {
        var liquid = new DotLiquidEngine();
        var kept = true;
        foreach (var name in (string[])["cart-1", "welcome-1"])
        {
            var template = await FileTemplateSource.Ready(liquid).FindAsync(name, "en") ?? throw new InvalidOperationException($"There is no template {name}.");
            kept &= await RunAsync(liquid, template);
        }

        return kept;
    }

    private static async Task<bool> RunAsync(DotLiquidEngine liquid, MailTemplate template)
    {
        var model = JsonModel.FromObject(JsonElement.Parse(Model));
        var tokens = new TokenProtector(new byte[32]);
        var renderer = new MailRenderer(liquid, tokens);
        var context = new LiquidContext("en", "Europe/Amsterdam", new DateTimeOffset(2026, 3, 5, 9, 30, 0, TimeSpan.Zero));
        var parts = new ThemeParts(template.Theme!, new Dictionary<string, InlinedSource>(), (_, _, source) => liquid.Parse(source, LiquidEncoding.Html)).In("en");
        var sources = ParsedMail.Sources(template).Select(source => (source.Part, Template: liquid.Parse(source.Text, source.Encoding))).ToList();
        for (var i = 0; i < 8; i++)
        {
            // What the runtime compiles anew for code that runs often is done by then; it does so when nothing new has run for a while.
            await WholeAsync();
            await BareAsync();
            await Task.Delay(250);
        }

        var ratio = await Ratio.MeasureAsync(($"{template.Name}: whole mails ({Mails})", WholeAsync), ($"{template.Name}: bare Liquid", BareAsync), rounds: 30);
        return Ratio.Judge($"{template.Name}: whole mail / bare Liquid", ratio, atMost: 3);

        async Task<TimeSpan> WholeAsync()
        {
            var start = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < Mails; i++)
            {
                var id = i.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
                var options = new MailRenderOptions { Liquid = context, SendId = id, Links = new MailLinks("https://shop.example"), SiteLocale = "en" };
                var mail = await renderer.RenderAsync(template, model, options);
                MimeBuilder.Write(new OutgoingMail
                {
                    SendId = id, MessageId = $"{id}@shop.example", From = new Mailbox("hello@shop.example", "Lantern Tea"), To = new Mailbox("ada@example.org", "Ada Lovelace"),
                    Subject = mail.Subject, Html = mail.Html, Text = mail.Text, Date = context.Now, UnsubscribeUrl = "https://shop.example/automail/unsubscribe/x", Locale = "en",
                });
            }

            return Environment.CpuUsage.TotalTime - start;
        }

        async Task<TimeSpan> BareAsync()
        {
            var start = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < Mails; i++)
            {
                var values = new Dictionary<string, object?>(model)
                {
                    ["unsubscribe_url"] = "https://shop.example/automail/unsubscribe/x", ["preferences_url"] = "https://shop.example/automail/preferences/x",
                    ["purpose"] = template.Purpose, ["language"] = "en", ["direction"] = "ltr", ["subject"] = "Your cart", ["preheader"] = "We kept it", ["styles"] = "", ["content"] = "",
                };
                foreach (var (part, source) in sources)
                {
                    await source.RenderAsync(values, part is "html" or "layout" ? context with { Parts = parts } : context);
                }
            }

            return Environment.CpuUsage.TotalTime - start;
        }
    }
}
