using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;

namespace Automail.StoreContracts;

/// <summary>Records to store. Times are whole milliseconds, which every store keeps.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Time = new(2026, 3, 29, 0, 59, 59, 123, TimeSpan.Zero);

    /// <summary>Text that breaks careless code: quotes, wildcards, markup, several scripts, a pair of surrogates.</summary>
    public const string Text = "O'Neil \"x\" 50%_[a]\\ <b>&amp;</b> Ünïcødé 日本語 עברית 👩🏽‍🚀 \t end";

    public static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    public static JsonElement Nested() => Json(
        """{"a":null,"b":[1,2.50,-1e30,12345678901234567890],"c":{"d":{"e":"日本 \u0022 \\ ' %"}},"f":true,"g":"","h":{}}""");

    public static DateTimeOffset After(double seconds) => Time + TimeSpan.FromMilliseconds((long)Math.Round(seconds * 1000));

    public static Contact Contact(string id, DateTimeOffset? updatedAt = null) => new()
    {
        Id = id,
        CreatedAt = Time,
        UpdatedAt = updatedAt ?? Time,
    };

    public static BehaviorEvent Event(string id, string type = EventTypes.ProductViewed, DateTimeOffset? time = null, string source = "shop")
        => new(source, id, type, "who", time ?? Time, Json("""{"sku":"1"}"""));

    public static Cart Cart(string id, string contactId) => new()
    {
        CartId = id,
        ContactId = contactId,
        Currency = "EUR",
        Items = Json("""[{"sku":"1","quantity":1,"price":9.95}]"""),
        Total = 9.95m,
        UpdatedAt = Time,
    };

    public static ConsentRecord Consent(
        string contactId, ConsentStatus status, DateTimeOffset? time = null, string purpose = Purposes.Marketing, string source = "form") => new()
        {
            ContactId = contactId,
            Purpose = purpose,
            Status = status,
            Time = time ?? Time,
            Source = source,
        };

    public static Enrollment Enrollment(string journeyId, string contactId, int number = 1) => new()
    {
        Id = Engine.Sequences.Enrollment.MakeId(journeyId, contactId, number),
        JourneyId = journeyId,
        Version = 1,
        ContactId = contactId,
        Number = number,
        EnteredAt = Time.AddDays(number),
    };

    public static SendRecord Send(
        string id,
        string contactId = "ann",
        SendState state = SendState.Queued,
        DateTimeOffset? updatedAt = null,
        string purpose = Purposes.Marketing) => new()
        {
            Id = id,
            Key = new SendKey("journey", 1, "instance", "step", 0),
            ContactId = contactId,
            Template = "welcome",
            Purpose = purpose,
            State = state,
            QueuedAt = Time,
            UpdatedAt = updatedAt ?? Time,
        };
}
