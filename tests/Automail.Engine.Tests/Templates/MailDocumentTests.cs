using System.Buffers;
using Automail.Engine.Templates;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates;

public sealed class MailDocumentTests
{
    private static readonly Gen<string> Layout = Gen.OneOfConst(
        "<html><head>", "</head>", "<body>", "</body></html>", "<style>", "</style>", "text", MailDocument.Styles, MailDocument.Content).List[1, 9].Select(pieces => string.Concat(pieces));

    [Fact]
    public void What_is_composed_in_one_copy_is_what_the_longer_way_makes()
    {
        var composed = 0;
        Gen.Select(Layout, Gen.OneOfConst("", "p { color: red }\n")).Sample((layout, css) =>
        {
            if (!MailDocument.TryCompose(layout, "<p>Hi</p>", css, out var document, out var length))
            {
                return;
            }

            Interlocked.Increment(ref composed);
            var text = new string(document, 0, length);
            ArrayPool<char>.Shared.Return(document);
            text.ShouldBe(MailDocument.InsertStyles(MailDocument.Complete(MailDocument.InsertContent(layout, "<p>Hi</p>")!, "Hi", "en"), css));
        }, iter: 50_000);
        composed.ShouldBeGreaterThan(0);
    }
}
