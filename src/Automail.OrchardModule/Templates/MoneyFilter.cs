using Automail.Engine.Templates;
using Fluid;
using Fluid.Values;

namespace Automail.OrchardModule.Templates;

/// <summary><c>{{ 12.5 | money: "EUR" }}</c>, as the engine writes it.</summary>
internal static class MoneyFilter
{
    public static ValueTask<FluidValue> ToMoney(FluidValue input, FilterArguments arguments, TemplateContext context)
        => input.IsNil()
            ? ValueTask.FromResult<FluidValue>(NilValue.Instance)
            : ValueTask.FromResult<FluidValue>(new StringValue(MoneyFormat.Format(input.ToNumberValue(), arguments.At(0).ToStringValue(), context.CultureInfo)));
}
