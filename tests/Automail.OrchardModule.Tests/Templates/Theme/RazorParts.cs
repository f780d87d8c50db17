using System.Globalization;
using Microsoft.AspNetCore.Html;
using OrchardCore.DisplayManagement.Descriptors;

namespace Automail.OrchardModule.Tests.Templates.Theme;

/// <summary>Parts that are bound as Razor files are, with a delegate that Orchard calls. Orchard keeps what it discovers for all sites of a process: no other test has parts of these names.</summary>
internal sealed class RazorParts : IShapeTableProvider
{
    public ValueTask DiscoverAsync(ShapeTableBuilder builder)
    {
        Bind(builder, "EmailStamp", "stamp");
        Bind(builder, "EmailSeal__nl", "zegel");
        return ValueTask.CompletedTask;
    }

    private static void Bind(ShapeTableBuilder builder, string type, string word)
        => builder.Describe(type).BoundAs($"Areas/Test/Views/{type.Replace("__", "-", StringComparison.Ordinal)}.cshtml", context =>
        {
            var mail = (IReadOnlyDictionary<string, object?>)context.Value.Properties["Mail"];
            var site = (IReadOnlyDictionary<string, object?>)mail["site"]!;
            return Task.FromResult<IHtmlContent>(new HtmlContentBuilder()
                .AppendHtml($"<i>{word} {CultureInfo.CurrentCulture.Name} ").Append($"{site["name"]}: {(context.Value.Properties.TryGetValue("Text", out var text) ? text : null)}").AppendHtml("</i>"));
        });
}
