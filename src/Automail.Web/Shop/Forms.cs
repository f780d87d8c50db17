using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Automail.Web.Shop;

/// <summary>The order form, beside the cart that it is about.</summary>
public sealed record OrderForm
{
    /// <summary>The buyer's name.</summary>
    public string? Name { get; init; }

    /// <summary>The buyer's address; for somebody who is logged in the account's counts.</summary>
    public string? Email { get; init; }

    /// <summary>The cart.</summary>
    [BindNever]
    public Cart Contents { get; init; } = Cart.New();
}

/// <summary>The registration form.</summary>
public sealed record RegisterForm
{
    /// <summary>The name that mail greets with.</summary>
    public string? Name { get; init; }

    /// <summary>The address, which is the user's name too.</summary>
    public string? Email { get; init; }

    /// <summary>The password.</summary>
    public string? Password { get; init; }

    /// <summary>Whether marketing mail is welcome.</summary>
    public bool Consent { get; init; }
}

/// <summary>The login form.</summary>
public sealed record LogInForm
{
    /// <summary>The address or the user's name.</summary>
    public string? Email { get; init; }

    /// <summary>The password.</summary>
    public string? Password { get; init; }
}
