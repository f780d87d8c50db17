using System.Globalization;
using Automail.Engine.Templates;

namespace Automail.Web.Shop;

/// <summary>Writes prices.</summary>
public static class Money
{
    /// <summary>An amount in the shop's currency, as the visitor's language writes it.</summary>
    public static string Write(decimal amount) => MoneyFormat.Format(amount, Catalog.Currency, CultureInfo.CurrentCulture);
}
