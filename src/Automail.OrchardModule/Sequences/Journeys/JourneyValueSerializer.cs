using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>Writes contacts and events of a workflow as references, and reads them back.</summary>
internal sealed class JourneyValueSerializer : IWorkflowValueSerializer
{
    private const string Type = "Type";
    private const string Id = "Id";
    private const string ContactType = "Automail.Contact";
    private const string EventType = "Automail.Event";

    public Task SerializeValueAsync(SerializeWorkflowValueContext context)
    {
        context.Output = context.Input switch
        {
            ContactValue contact => Reference(ContactType, contact.ContactId),
            EventValue behaviorEvent => Reference(EventType, behaviorEvent.Key),
            _ => context.Output,
        };
        return Task.CompletedTask;
    }

    public Task DeserializeValueAsync(SerializeWorkflowValueContext context)
    {
        context.Output = Read(context.Input) ?? context.Output;
        return Task.CompletedTask;
    }

    /// <summary>The value that a reference stands for; null when it is none.</summary>
    public static object? Read(object? value)
        => value is IDictionary<string, object> { Count: 2 } reference
            && reference.TryGetValue(Type, out var type)
            && reference.TryGetValue(Id, out var id) && id is string text
                ? type switch
                {
                    ContactType => new ContactValue(text),
                    EventType => new EventValue(text),
                    _ => null,
                }
                : null;

    private static Dictionary<string, object> Reference(string type, string id) => new(StringComparer.Ordinal) { [Type] = type, [Id] = id };
}
