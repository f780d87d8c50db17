using Automail.Engine.Templates;
using Fluid;
using Fluid.Values;

namespace Automail.OrchardModule.Templates;

/// <summary>
/// Filters of the portable Liquid of which Fluid's own say something else than Liquid's documentation, or less than mail needs: numbers sorted as numbers, sums over
/// dictionaries, texts not cut within a character, moments that are text in the reader's zone. In mail only; the site's pages keep Fluid's.
/// </summary>
internal static class PortableFilters
{
    private const int DefaultLength = 50;
    private const string Ellipsis = "...";

    private static readonly IComparer<FluidValue> Order = Comparer<FluidValue>.Create(Compare);

    /// <summary>Puts them in the place of the site's.</summary>
    public static void Register(FilterCollection filters, FilterCollection site)
    {
        filters.AddFilter("escape", (input, _, _) => new StringValue(MailHtml.Encode(input.ToStringValue()), encode: false));
        filters.AddFilter("join", Join);
        filters.AddFilter("modulo", (input, arguments, _) => NumberValue.Create(input.ToNumberValue() % arguments.At(0).ToNumberValue()));
        filters.AddFilter("size", SizeAsync);
        filters.AddFilter("sort", SortAsync);
        filters.AddFilter("sum", SumAsync);
        filters.AddFilter("truncate", Truncate);
        if (site.TryGetValue("date", out var date))
        {
            filters.AddFilter("date", (input, arguments, context) => date(Moment(input, context), arguments, context));
        }
    }

    private static FluidValue Moment(FluidValue input, TemplateContext context)
        => input.Type == FluidValues.String && MomentText.Read(input.ToStringValue(), context.TimeZone) is { } moment ? new DateTimeValue(moment) : input;

    private static ValueTask<FluidValue> Join(FluidValue input, FilterArguments arguments, TemplateContext context)
        => input.Type != FluidValues.Array ? input
            : new StringValue(string.Join(arguments.Count > 0 ? arguments.At(0).ToStringValue() : " ", input.Enumerate(context).Select(item => item.ToStringValue())));

    private static async ValueTask<FluidValue> SizeAsync(FluidValue input, FilterArguments arguments, TemplateContext context)
        => await input.GetValueAsync("size", context) is var size && size.IsNil() ? NumberValue.Zero : size;

    private static async ValueTask<FluidValue> SortAsync(FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        if (input.Type != FluidValues.Array)
        {
            return input;
        }

        var items = new List<(FluidValue Item, FluidValue Key)>();
        foreach (var item in input.Enumerate(context))
        {
            items.Add((item, await MemberAsync(item, arguments, context)));
        }

        return new ArrayValue([.. items.OrderBy(item => item.Key, Order).Select(item => item.Item)]);
    }

    private static async ValueTask<FluidValue> SumAsync(FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        var sum = 0m;
        foreach (var item in input.Type == FluidValues.Array ? input.Enumerate(context) : [])
        {
            var number = await MemberAsync(item, arguments, context);
            sum += number.Type is FluidValues.Number or FluidValues.String ? number.ToNumberValue() : 0;
        }

        return NumberValue.Create(sum);
    }

    private static async ValueTask<FluidValue> MemberAsync(FluidValue item, FilterArguments arguments, TemplateContext context)
        => arguments.Count > 0 ? await item.GetValueAsync(arguments.At(0).ToStringValue(), context) : item;

    private static ValueTask<FluidValue> Truncate(FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        var text = input.ToStringValue();
        var length = arguments.Count > 0 ? arguments.At(0).ToNumberValue() : DefaultLength;
        if (text.Length <= length)
        {
            return new StringValue(text);
        }

        var ending = arguments.Count > 1 ? arguments.At(1).ToStringValue() : Ellipsis;
        var kept = (int)Math.Max(0, length - ending.Length);
        kept -= kept > 0 && char.IsHighSurrogate(text[kept - 1]) ? 1 : 0;
        return new StringValue(text[..kept] + ending);
    }

    // Numbers, then texts letter by letter, then the rest as it stands, and at the end what is missing.
    private static int Compare(FluidValue? left, FluidValue? right)
    {
        var (rank, other) = (Rank(left), Rank(right));
        return rank != other ? rank.CompareTo(other) : rank switch
        {
            0 => left!.ToNumberValue().CompareTo(right!.ToNumberValue()),
            1 => string.CompareOrdinal(left!.ToStringValue(), right!.ToStringValue()),
            _ => 0,
        };
    }

    private static int Rank(FluidValue? value) => value?.Type switch
    {
        FluidValues.Number => 0,
        FluidValues.String => 1,
        null or FluidValues.Nil => 3,
        _ => 2,
    };
}
