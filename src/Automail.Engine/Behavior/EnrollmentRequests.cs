using System.Text.Json;
using Automail.Engine.Contacts;

namespace Automail.Engine.Behavior;

/// <summary>Somebody who is to be put into a sequence.</summary>
/// <param name="Subject">The contact's key: e-mail address or external id.</param>
/// <param name="Data">What entering is about, for conditions and templates, as <c>event</c>; null for nothing.</param>
public sealed record EnrollmentRequest(string Subject, JsonElement? Data);

/// <summary>Reads and checks the body of <c>POST /automail/sequences/{id}/enrollments</c>: one object, or a list of at most 1,000, each with a <c>subject</c> and, if wanted, <c>data</c>.</summary>
public static class EnrollmentRequests
{
    /// <summary>The most entries in a request.</summary>
    public const int Max = 1_000;

    /// <summary>The type that the data of an entry has in conditions and templates.</summary>
    public const string EventType = "enrollment.requested";

    private const int MaxProblems = 20;

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 16 };

    /// <summary>Reads a body; either all entries are valid or none is taken.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <exception cref="InvalidEventsException">Something is wrong; every problem names its field.</exception>
    public static IReadOnlyList<EnrollmentRequest> Read(ReadOnlyMemory<byte> body)
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
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Array)
            {
                return Checked([(root, "")]);
            }

            return root.GetArrayLength() is > 0 and <= Max
                ? Checked([.. root.EnumerateArray().Select((entry, i) => (entry, $"[{i}]"))])
                : throw new InvalidEventsException([new EventProblem("body", $"is not a list of 1 to {Max} entries.")]);
        }
    }

    private static List<EnrollmentRequest> Checked(IReadOnlyList<(JsonElement Entry, string Path)> entries)
    {
        var (requests, problems) = (new List<EnrollmentRequest>(entries.Count), new List<EventProblem>());
        foreach (var (entry, path) in entries)
        {
            try
            {
                requests.Add(Read(entry, path));
            }
            catch (FieldException e)
            {
                var prefix = e.Field + ": ";
                problems.Add(new EventProblem(e.Field, e.Message.StartsWith(prefix, StringComparison.Ordinal) ? e.Message[prefix.Length..] : e.Message));
            }
        }

        return problems.Count == 0 ? requests : throw new InvalidEventsException([.. problems.Take(MaxProblems)]);
    }

    private static EnrollmentRequest Read(JsonElement entry, string path)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            throw new FieldException(path.Length == 0 ? "body" : path, "is not an object with a subject.");
        }

        EventFields.CheckTexts(entry, path);
        foreach (var property in entry.EnumerateObject())
        {
            if (property.Name is not ("subject" or "data"))
            {
                throw new FieldException(EventFields.Join(path, property.Name), "is not known; there are subject and data.");
            }
        }

        var subject = EventFields.Text(entry, "subject", path, 320);
        _ = ContactIdentity.FromSubject(subject, EventFields.Join(path, "subject"));
        if (!EventFields.TryGet(entry, "data", out var data))
        {
            return new EnrollmentRequest(subject, null);
        }

        var dataPath = EventFields.Join(path, "data");
        return data.ValueKind != JsonValueKind.Object ? throw new FieldException(dataPath, "is not an object.")
            : data.GetRawText().Length > CloudEventReader.MaxEventLength ? throw new FieldException(dataPath, $"is longer than {CloudEventReader.MaxEventLength} characters.")
            : new EnrollmentRequest(subject, data.Clone());
    }
}
