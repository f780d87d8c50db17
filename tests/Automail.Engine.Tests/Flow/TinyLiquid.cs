using System.Globalization;
using Automail.Engine.Templates;

namespace Automail.Engine.Tests.Flow;

/// <summary>As much Liquid as the flow's tests need: a text as it is, or one condition of a path, an operator and a number.</summary>
internal sealed class TinyLiquid : ILiquid
{
    public ILiquidTemplate Parse(string source, LiquidEncoding encoding) => new Template(source);

    private sealed class Template(string source) : ILiquidTemplate
    {
        public ValueTask<string> RenderAsync(IReadOnlyDictionary<string, object?> model, LiquidContext context, CancellationToken cancellationToken = default)
        {
            if (!source.StartsWith("{% if ", StringComparison.Ordinal))
            {
                return ValueTask.FromResult(source);
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
