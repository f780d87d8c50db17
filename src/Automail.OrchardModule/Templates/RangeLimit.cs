using Automail.Engine.Templates;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Automail.OrchardModule.Templates;

/// <summary>Limits ranges such as <c>(1..event.count)</c>: Fluid makes a list of all their numbers before the first one is used.</summary>
internal sealed class RangeLimit : AstRewriter
{
    /// <summary>The most numbers in a range.</summary>
    public const int Max = 100_000;

    /// <summary>The template with its ranges limited.</summary>
    public static IFluidTemplate Apply(IFluidTemplate template, string source)
        => source.Contains("..", StringComparison.Ordinal) ? new RangeLimit().VisitTemplate(template) : template;

    /// <summary>An argument of a tag of ours, which the rewriter does not see, limited if it is a range.</summary>
    public static Expression Apply(Expression argument) => argument is RangeExpression range ? new LimitedRange(range) : argument;

    /// <inheritdoc/>
    protected override Expression VisitRangeExpression(RangeExpression rangeExpression) => new LimitedRange(rangeExpression);

    private sealed class LimitedRange(RangeExpression inner) : Expression
    {
        public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
        {
            var from = (await inner.From.EvaluateAsync(context)).ToNumberValue();
            var to = (await inner.To.EvaluateAsync(context)).ToNumberValue();
            return to - from < Max ? await inner.EvaluateAsync(context) : throw new TemplateException($"The range ({from}..{to}) has more than {Max} numbers.");
        }
    }
}
