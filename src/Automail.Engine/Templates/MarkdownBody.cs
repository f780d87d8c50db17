using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;

namespace Automail.Engine.Templates;

/// <summary>How the body of a template is written.</summary>
public enum BodyFormat
{
    /// <summary>HTML with Liquid.</summary>
    Html,

    /// <summary>Markdown with Liquid; see <see cref="MarkdownBody"/>.</summary>
    Markdown,
}

/// <summary>
/// Makes HTML of a body in Markdown: CommonMark with pipe tables, HTML allowed. Liquid survives letter by letter: it is put aside before and put back afterwards, so it may stand
/// in text, in links and in HTML. A line that holds tags only (<c>{% for … %}</c>) stands for itself and makes no paragraph. To be done once per template version.
/// </summary>
public static partial class MarkdownBody
{
    private static readonly MarkdownPipeline WithTables = new MarkdownPipelineBuilder().UsePipeTables().Build();

    private static readonly MarkdownPipeline WithoutTables = new MarkdownPipelineBuilder().Build();

    /// <summary>The HTML of a body, its Liquid as it was.</summary>
    /// <param name="markdown">Markdown with Liquid.</param>
    /// <exception cref="TemplateException">The Markdown is nested too deeply, or a piece of Liquid stands where Markdown leaves it out.</exception>
    public static string ToHtml(string markdown)
    {
        // Letters and digits, which Markdown leaves alone everywhere, links included. Nobody outside can know the name.
        var name = "lq" + RandomNumberGenerator.GetHexString(16, lowercase: true);
        var aside = new List<string>();
        var masked = Mask(markdown.ReplaceLineEndings("\n"), name, aside);
        var lines = new Regex($@"^([ \t]*)((?:{name}t\d+z[ \t]*)+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));

        // A comment is a block of its own, which ends paragraphs and lists before it.
        masked = lines.Replace(masked, "$1<!--$2-->");
        // Of a row that is longer than its table the rest is dropped, half of a tag with it; then it is no table. What is lost even so is told, for half of a tag would make another mail of it.
        var html = Render(masked, WithTables);
        html = FindLost(html, name, aside.Count) is null ? html : Render(masked, WithoutTables);
        if (FindLost(html, name, aside.Count) is { } lost)
        {
            throw new TemplateException($"'{aside[lost]}' stands where Markdown leaves it out, such as behind the marks of a block of code.");
        }

        html = Regex.Replace(html, $"(?:<!--|&lt;!--)((?:{name}t\\d+z[ \\t]*)+)(?:-->|--&gt;)", "$1", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        return Regex.Replace(
            html,
            $"{name}[ot](\\d+)z",
            match => aside[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)],
            RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(10));
    }

    /// <summary>The first piece of Liquid that is not in the HTML; null when all are.</summary>
    private static int? FindLost(string html, string name, int count)
    {
        var found = Regex.Matches(html, $"{name}[ot](\\d+)z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10)).Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).ToHashSet();
        return found.Count == count ? null : Enumerable.Range(0, count).First(piece => !found.Contains(piece));
    }

    private static string Render(string markdown, MarkdownPipeline pipeline)
    {
        try
        {
            return Markdown.ToHtml(markdown, pipeline);
        }
        catch (ArgumentException e)
        {
            throw new TemplateException($"The Markdown cannot be read: {e.Message}", e);
        }
    }

    private static string Mask(string text, string name, List<string> aside)
    {
        var masked = new StringBuilder(text.Length);
        var at = 0;
        while (NextOpening(text, at) is >= 0 and var start)
        {
            var isTag = text[start + 1] == '%';
            var end = isTag ? EndOfTag(text, start) : After(text, "}}", start + 2);
            if (end < 0)
            {
                // Liquid's own error; it is named when the source is parsed.
                break;
            }

            masked.Append(text, at, start - at).Append(CultureInfo.InvariantCulture, $"{name}{(isTag ? 't' : 'o')}{aside.Count}z");
            aside.Add(text[start..end]);
            at = end;
        }

        return masked.Append(text, at, text.Length - at).ToString();
    }

    private static int NextOpening(string text, int at)
    {
        while ((at = text.IndexOf('{', at)) >= 0 && at + 1 < text.Length)
        {
            if (text[at + 1] is '{' or '%')
            {
                return at;
            }

            at++;
        }

        return -1;
    }

    /// <summary>Where a tag ends; what stands in <c>raw</c> and <c>comment</c> belongs to it.</summary>
    private static int EndOfTag(string text, int start)
    {
        var end = After(text, "%}", start + 2);
        if (end < 0 || Verbatim().Match(text, start, end - start) is not { Success: true } verbatim)
        {
            return end;
        }

        var closing = new Regex($@"\{{%-?\s*end{verbatim.Groups[1].Value}\s*-?%\}}", RegexOptions.CultureInvariant).Match(text, end);
        return closing.Success ? closing.Index + closing.Length : end;
    }

    private static int After(string text, string mark, int from) => text.IndexOf(mark, from, StringComparison.Ordinal) is >= 0 and var found ? found + mark.Length : -1;

    [GeneratedRegex(@"\G\{%-?\s*(raw|comment)\s*-?%\}", RegexOptions.CultureInvariant)]
    private static partial Regex Verbatim();
}
