using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Automail.Engine.Templates;

namespace Automail.Engine.Tests.Templates;

/// <summary>As much of Liquid as the engine's own tests need: <c>{{ a.b }}</c> and <c>{{ a.b | raw }}</c>.</summary>
internal sealed partial class PathsOnlyLiquid : ILiquid
{
    public int Parsed { get; private set; }

    public ILiquidTemplate Parse(string source, LiquidEncoding encoding)
    {
        Parsed++;
        var open = source.LastIndexOf("{{", StringComparison.Ordinal);
        if (open >= 0 && source.IndexOf("}}", open, StringComparison.Ordinal) < 0)
        {
            var before = source[..open];
            throw new TemplateException("Output is not closed.", before.Count(c => c == '\n') + 1, open - before.LastIndexOf('\n'));
        }

        return new Template(source, encoding);
    }

    [GeneratedRegex(@"\{\{\s*([\w.]+)\s*(\|\s*raw)?\s*\}\}")]
    private static partial Regex Output();

    private sealed class Template(string source, LiquidEncoding encoding) : ILiquidTemplate
    {
        public ValueTask<string> RenderAsync(IReadOnlyDictionary<string, object?> model, LiquidContext context, CancellationToken cancellationToken)
            => ValueTask.FromResult(Output().Replace(source, match =>
            {
                object? value = model;
                foreach (var name in match.Groups[1].Value.Split('.'))
                {
                    value = (value as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault(name);
                }

                var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                return encoding == LiquidEncoding.Html && !match.Groups[2].Success ? WebUtility.HtmlEncode(text) : text;
            }));
    }
}
