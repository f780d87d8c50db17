using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using OrchardCore.DisplayManagement;
using OrchardCore.Navigation;

namespace Automail.OrchardModule.Admin;

/// <summary>The page that a request asks for, within what the site allows.</summary>
internal static class PagedList
{
    /// <summary>So that no page number, however large, runs over.</summary>
    private const int MaxPage = 1_000_000;

    public static Pager NewPager(this PagerOptions options, PagerParameters asked)
    {
        var max = options.MaxPageSize > 0 ? options.MaxPageSize : 100;
        return new Pager(
            Math.Clamp(asked.Page ?? 1, 1, MaxPage),
            Math.Clamp(asked.PageSize ?? options.GetPageSize(), 1, max),
            options.GetPageSize());
    }

    /// <summary>The links to the other pages, which keep the search.</summary>
    public static ValueTask<IShape> LinksAsync(this IShapeFactory shapes, Pager pager, int total, params (string Name, string? Value)[] search)
    {
        var values = new RouteValueDictionary();
        foreach (var (name, value) in search)
        {
            if (!string.IsNullOrEmpty(value))
            {
                values[name] = value;
            }
        }

        return shapes.PagerAsync(pager, total, values);
    }
}
