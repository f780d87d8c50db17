using System.Text.Json;

namespace Automail.Engine.Behavior;

/// <summary>Something that a contact did, as a CloudEvent 1.0 (https://github.com/cloudevents/spec, version 1.0.2).</summary>
/// <param name="Source">Who tells it; with <paramref name="Id"/> it identifies the event.</param>
/// <param name="Id">Unique within the source.</param>
/// <param name="Type">One of <see cref="EventTypes"/>, or a type of the site's own.</param>
/// <param name="Subject">The contact's key as the sender knows it: e-mail address, external id or anonymous id.</param>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="Data">The details, a JSON object. Hostile until checked; checked on intake.</param>
public sealed record BehaviorEvent(string Source, string Id, string Type, string Subject, DateTimeOffset Time, JsonElement Data);

/// <summary>An event in the log, with the contact that it was joined to.</summary>
public sealed record LoggedEvent(BehaviorEvent Event, string ContactId);
