using System.Globalization;
using System.Text.RegularExpressions;
using Automail.Engine.Templates;

namespace Automail.Engine.Tests.Flow;

/// <summary>As much Liquid as the flow's tests need: a text with values of paths, of which <c>boom</c> cannot be rendered, or one condition of a path, an operator and a number.</summary>
internal sealed class TinyLiquid : ILiquid
{
    public ILiquidTemplate Parse(string source, LiquidEncoding encoding) => new Template(source);

    private static readonly Regex Output = new(@"\{\{ (\S+) \}\}");

    private sealed class Template(string source) : ILiquidTemplate
    {
        public ValueTask<string> RenderAsync(IReadOnlyDictionary<string, object?> model, LiquidContext context, CancellationToken cancellationToken = default)
        {
            if (!source.StartsWith("{% if ", StringComparison.Ordinal))
            {
                return ValueTask.FromResult(Output.Replace(source, match => match.Groups[1].Value == "boom" ? throw new TemplateException("boom", 1, 1) : $"{Find(model, match.Groups[1].Value)}"));
            }

            var words = source["{% if ".Length..source.IndexOf(" %}", StringComparison.Ordinal)].Split(' ');
            if (words.Length != 3)
            {
                throw new TemplateException("not a condition", 1, 1);
            }

            var value = Convert.ToDecimal(Find(model, words[0]) ?? 0m, CultureInfo.InvariantCulture);
            var bound = decimal.Parse(words[2], CultureInfo.InvariantCulture);
            var holds = words[1] switch { ">=" => value >= bound, ">" => value > bound, "==" => value == bound, _ => throw new TemplateException("operator", 1, 1) };
            return ValueTask.FromResult(holds ? "1" : "");
        }

        private static object? Find(IReadOnlyDictionary<string, object?> model, string path)
        {
            object? value = model;
            foreach (var name in path.Split('.'))
            {
                value = (value as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault(name);
            }

            return value;
        }
    }
}
