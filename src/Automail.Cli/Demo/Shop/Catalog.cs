namespace Automail.Cli.Demo.Shop;

/// <summary>Something to buy.</summary>
/// <param name="Sku">Its key.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Description">One or two sentences.</param>
/// <param name="Price">In euro.</param>
/// <param name="Hue">The colour of its picture, in degrees.</param>
/// <param name="Motif">The path that its picture shows, in a square of 24.</param>
internal sealed record Product(string Sku, string Name, string Description, decimal Price, int Hue, string Motif);

/// <summary>The shop's assortment.</summary>
internal static class Catalog
{
    /// <summary>ISO 4217 code of all prices.</summary>
    public const string Currency = "EUR";

    /// <summary>All products.</summary>
    public static readonly IReadOnlyList<Product> Products =
    [
        new("harbour-breakfast", "Harbour Breakfast", "A strong black blend from Assam and Kenya. 100 g.", 8.50m, 22,
            "M12 3v4M5.6 5.6l2.9 2.9M3 12h4M18.4 5.6l-2.9 2.9M21 12h-4M7.5 16a4.5 4.5 0 0 1 9 0M3 19h18"),
        new("green-meadow", "Green Meadow", "First-harvest sencha, fresh and a little grassy. 75 g.", 9.75m, 135,
            "M12 21c0-7 2-12 8-15 0 8-2 12-8 12M12 21c0-5-2-9-7-11 0 6 2 9 7 9"),
        new("rainy-day", "Rainy Day", "Camomile, lemon balm, honeybush. No caffeine. 80 g.", 7.25m, 210,
            "M7 15a4 4 0 0 1 .6-8A5.5 5.5 0 0 1 18 8.5 3.3 3.3 0 0 1 17.5 15zM8 18l-1 3M12 18l-1 3M16 18l-1 3"),
        new("night-train", "Night Train", "Rooibos with vanilla and orange peel. 100 g.", 7.95m, 265,
            "M19 14.5A8 8 0 1 1 9.5 5a6.3 6.3 0 0 0 9.5 9.5zM16 4v4M14 6h4"),
        new("white-peak", "White Peak", "Silver-tipped white tea, four mornings a year. 40 g.", 14.50m, 190,
            "M3 19l6.5-11 3.5 5.5 2.2-3.5L21 19zM9 8l1.5 3.5-1.5 1-1.5-1z"),
        new("lantern-teapot", "Lantern teapot", "Stoneware, 0.8 litres, keeps warm for an hour.", 34.00m, 355,
            "M7 10h10a5 5 0 0 1 1 3c0 4-2.5 7-6 7s-6-3-6-7a5 5 0 0 1 1-3zM10 10V8h4v2M12 8V6M18 12c3-1 3 4-.8 5M6 12l-3-2"),
    ];

    /// <summary>The product with this key, or null.</summary>
    public static Product? Find(string sku) => Products.FirstOrDefault(product => product.Sku == sku);
}
