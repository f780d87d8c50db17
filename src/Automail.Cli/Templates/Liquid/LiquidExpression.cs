using Automail.Engine.Templates;
using DotLiquid;

namespace Automail.Cli.Templates.Liquid;

/// <summary>A filter with its arguments.</summary>
internal sealed record LiquidFilterCall(string Name, LiquidFilter Filter, LiquidValue[] Arguments);

/// <summary>A value and the filters that it goes through.</summary>
internal sealed class LiquidExpression(LiquidValue value, IReadOnlyList<LiquidFilterCall> filters)
{
    public object? Get(Context context)
    {
        var result = value.Get(context);
        var scope = LiquidScope.Of(context);
        foreach (var call in filters)
        {
            var arguments = Array.ConvertAll(call.Arguments, argument => argument.Get(context));
            result = call.Filter.Apply(result, arguments, scope);

            // A text that is joined to itself again and again could double each time.
            if (result is string { Length: > MailRenderer.MaxLength })
            {
                throw new InvalidOperationException($"The filter '{call.Name}' made a text of more than {MailRenderer.MaxLength} characters.");
            }
        }

        return result;
    }
}
