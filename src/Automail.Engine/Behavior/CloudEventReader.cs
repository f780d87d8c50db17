using System.Text.Json;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Contacts;

namespace Automail.Engine.Behavior;

/// <summary>A problem with one field of one event.</summary>
/// <param name="Field">The path, starting with <c>[index]</c> in a batch.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record EventProblem(string Field, string Problem);

/// <summary>Events from outside that were refused; nothing of the batch was taken.</summary>
public sealed class InvalidEventsException : Exception
{
    /// <summary>One per refused event, at most 20.</summary>
    public IReadOnlyList<EventProblem> Problems { get; } = [];

    /// <summary>A refusal without details.</summary>
    public InvalidEventsException() { }

    /// <summary>A refusal without details.</summary>
    public InvalidEventsException(string message) : base(message) { }

    /// <summary>A refusal with its cause.</summary>
    public InvalidEventsException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>A refusal with its problems.</summary>
    public InvalidEventsException(IReadOnlyList<EventProblem> problems)
        : base(string.Join(" ", problems.Select(p => $"{p.Field}: {p.Problem}"))) => Problems = problems;
}

/// <summary>Reads and checks CloudEvents 1.0 in JSON (structured mode, one or a batch).</summary>
public static class CloudEventReader
{
    /// <summary>The longest request body, in bytes.</summary>
    public const int MaxBodyBytes = 256 * 1024;

    /// <summary>The longest single event, in characters of JSON.</summary>
    public const int MaxEventLength = 64 * 1024;

    /// <summary>The most events in a batch.</summary>
    public const int MaxBatch = 1_000;

    /// <summary>How far an event's time may lie in the future.</summary>
    public static readonly TimeSpan MaxFuture = TimeSpan.FromDays(1);

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 16 };

    /// <summary>Reads one event or a batch; either all are valid or none is taken.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="now">The present, UTC.</param>
    /// <param name="trusted">Whether the types that Automail raises itself may come in (simulations, imports of our own log).</param>
    /// <exception cref="InvalidEventsException">Something is wrong; every problem names its field.</exception>
    public static IReadOnlyList<BehaviorEvent> Read(ReadOnlyMemory<byte> body, DateTimeOffset now, bool trusted = false)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, Json);
        }
        catch (JsonException e)
        {
            throw new InvalidEventsException([new EventProblem("body", $"is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.")]);
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                return [Checked(document.RootElement, now, trusted, "")];
            }

            if (document.RootElement.GetArrayLength() > MaxBatch)
            {
                throw new InvalidEventsException([new EventProblem("body", $"has more than {MaxBatch} events.")]);
            }

            var events = new List<BehaviorEvent>();
            var problems = new List<EventProblem>();
            var index = 0;
            foreach (var element in document.RootElement.EnumerateArray())
            {
                try
                {
                    events.Add(Checked(element, now, trusted, $"[{index}]."));
                }
                catch (InvalidEventsException e) when (problems.Count < 20)
                {
                    problems.AddRange(e.Problems);
                }

                index++;
            }

            return problems.Count == 0 ? events : throw new InvalidEventsException(problems);
        }
    }

    private static BehaviorEvent Checked(JsonElement element, DateTimeOffset now, bool trusted, string prefix)
    {
        try
        {
            return Read(element, now, trusted);
        }
        catch (FieldException e)
        {
            var problem = e.Field.Length > 0 && e.Message.StartsWith(e.Field + ": ", StringComparison.Ordinal) ? e.Message[(e.Field.Length + 2)..] : e.Message;
            throw new InvalidEventsException([new EventProblem(prefix + e.Field, problem)]);
        }
    }

    /// <summary>Reads and checks one event.</summary>
    /// <exception cref="FieldException">A field is missing or wrong.</exception>
    public static BehaviorEvent Read(JsonElement element, DateTimeOffset now, bool trusted = false)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new FieldException("body", "is not a JSON object.");
        }

        EventFields.CheckTexts(element, "");
        if (EventFields.Text(element, "specversion", "", 10) != "1.0")
        {
            throw new FieldException("specversion", "is not 1.0.");
        }

        var type = EventFields.Text(element, "type", "", 100);
        if (!EventTypes.IsValid(type))
        {
            throw new FieldException("type", "is not made of lower-case letters, digits, dots, hyphens and underscores.");
        }

        if (!trusted && EventTypes.Raised.Contains(type))
        {
            throw new FieldException("type", $"'{type}' is raised by Automail itself and not accepted from outside.");
        }

        var time = EventFields.TryGet(element, "time", out var timeElement) ? EventFields.Time(timeElement, "time") : now;
        if (time > now + MaxFuture)
        {
            throw new FieldException("time", "lies more than a day in the future.");
        }

        var subject = EventFields.OptionalText(element, "subject", "", 320);
        ContactIdentity.FromSubject(subject);
        var data = EventFields.TryGet(element, "data", out var dataElement) ? dataElement : JsonSerializer.SerializeToElement(new Dictionary<string, string>());
        if (data.ValueKind != JsonValueKind.Object)
        {
            throw new FieldException("data", "is not a JSON object.");
        }

        if (element.GetRawText().Length > MaxEventLength)
        {
            throw new FieldException("data", $"makes the event longer than {MaxEventLength} characters.");
        }

        CheckData(type, data);
        return new BehaviorEvent(EventFields.Text(element, "source", "", 500), EventFields.Text(element, "id", "", 200), type, subject!, time, data.Clone());
    }

    private static void CheckData(string type, JsonElement data)
    {
        switch (type)
        {
            case EventTypes.UserRegistered:
                EventFields.Text(data, "email", "data", 320);
                ProfileData.Read(data);
                break;
            case EventTypes.ContactUpdated:
                ProfileData.Read(data);
                break;
            case EventTypes.CartUpdated:
                CartUpdate.Read(data);
                break;
            case EventTypes.OrderPlaced:
                OrderPlaced.Read(data);
                break;
            case EventTypes.ProductViewed:
                EventFields.Text(data, "sku", "data", 200);
                EventFields.OptionalText(data, "name", "data", 500);
                EventFields.OptionalUrl(data, "url", "data");
                break;
        }
    }
}
