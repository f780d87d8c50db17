namespace Automail.OrchardModule.Behavior.Recording;

/// <summary>One kind of article in a cart or order.</summary>
/// <param name="Sku">The article's number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Quantity">How many, from 1.</param>
/// <param name="Price">The price of one, in the currency of the cart.</param>
/// <param name="Url">Its page: an absolute http or https address, or a path on the site.</param>
/// <param name="ImageUrl">Its picture, likewise.</param>
public sealed record CartLine(string Sku, string Name, int Quantity, decimal Price, string? Url = null, string? ImageUrl = null);

/// <summary>What is in a cart now. No lines mean that it was emptied.</summary>
/// <param name="CartId">The shop's key of the cart.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Lines">The contents.</param>
public sealed record CartSnapshot(string CartId, string Currency, IReadOnlyList<CartLine> Lines);

/// <summary>An order.</summary>
/// <param name="OrderId">The shop's key of the order; told twice, it counts once.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Total">What is to be paid.</param>
/// <param name="Lines">What was ordered.</param>
/// <param name="CartId">The cart that it was made of.</param>
public sealed record OrderSnapshot(string OrderId, string Currency, decimal Total, IReadOnlyList<CartLine> Lines, string? CartId = null);

/// <summary>A product that somebody looked at.</summary>
/// <param name="Sku">The article's number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Url">Its page: an absolute http or https address, or a path on the site.</param>
public sealed record ProductSnapshot(string Sku, string? Name = null, string? Url = null);

/// <summary>Who did something.</summary>
/// <param name="Key">An e-mail address, an external id, or an anonymous id.</param>
public sealed record Shopper(string Key);

/// <summary>What somebody told about themselves, for example at the checkout or when asking for a newsletter.</summary>
/// <param name="Email">The address.</param>
/// <param name="Name">The name.</param>
/// <param name="Locale">A BCP 47 tag.</param>
/// <param name="TimeZone">An IANA zone.</param>
/// <param name="Consents">What was agreed to.</param>
public sealed record ContactDetails(string Email, string? Name = null, string? Locale = null, string? TimeZone = null, IReadOnlyList<ConsentGiven>? Consents = null);

/// <summary>A consent with its proof.</summary>
/// <param name="Purpose">The purpose, for example <c>marketing</c>.</param>
/// <param name="Source">Where it was said, for example <c>registration form</c>.</param>
/// <param name="TextVersion">Which version of the text was shown.</param>
public sealed record ConsentGiven(string Purpose, string Source, string? TextVersion = null);
