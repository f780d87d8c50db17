using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.Engine.Flow;

/// <summary>
/// Writes calls of other systems into the ledger, with the body that they have whenever they succeed: what was known of the contact when the step was reached. The call is made after the
/// transaction has committed.
/// </summary>
internal static class WebhookQueue
{
    /// <summary>The kind of due item.</summary>
    public const string DueKind = "webhook";

    /// <summary>The type of the event that is told (CloudEvents 1.0).</summary>
    public const string EventType = "sequence.webhook";

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Records a call and asks for it at once, unless there is one with its key.</summary>
    public static async Task QueueAsync(PassageRun run, SequencePlan plan, Enrollment passage, WebhookDecision call)
    {
        var key = SequenceRunner.MailKey(passage, call.StepId);
        var id = key.ToId();
        var record = new SendRecord
        {
            Id = id,
            Key = key,
            Kind = SendKind.Webhook,
            ContactId = call.Contact.Id,
            Url = call.Url,
            Template = "",
            Purpose = Purposes.Transactional,
            EnrollmentId = passage.Id,
            DecidedVersion = SequenceRunner.DecidedVersion(passage),
            Body = Body(id, run, plan, passage, call),
            QueuedAt = run.Now,
            UpdatedAt = run.Now,
        };
        if (await run.Unit.Ledger.TryAddAsync(record))
        {
            await run.Unit.Due.ScheduleAsync(new DueItem(DueKey(id), DueKind, run.Now));
        }
    }

    public static string DueKey(string sendId) => $"{DueKind}:{sendId}";

    /// <summary>The ledger's id of the call that an item is about.</summary>
    public static string SendId(DueLease lease) => lease.Item.Key[(DueKind.Length + 1)..];

    /// <summary>A CloudEvent in structured mode (CloudEvents 1.0, JSON format).</summary>
    private static string Body(string id, PassageRun run, SequencePlan plan, Enrollment passage, WebhookDecision call)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("specversion", "1.0");
            writer.WriteString("id", id);
            writer.WriteString("source", run.Profile.Url.Length > 0 ? run.Profile.Url : "automail");
            writer.WriteString("type", EventType);
            writer.WriteString("time", run.Now);
            writer.WriteString("datacontenttype", "application/json");
            writer.WriteStartObject("data");
            writer.WriteString("sequence", passage.JourneyId);
            writer.WriteString("name", plan.Definition.Name);
            writer.WriteNumber("version", passage.Version);
            writer.WriteString("step", call.StepId);
            writer.WriteString("enteredAt", passage.EnteredAt);
            Write(writer, call.Contact);
            if (passage.EnteredBy is { } entered)
            {
                writer.WriteStartObject("event");
                writer.WriteString("type", entered.Type);
                writer.WriteString("time", entered.Time);
                writer.WritePropertyName("data");
                entered.Data.WriteTo(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void Write(Utf8JsonWriter writer, Contact contact)
    {
        writer.WriteStartObject("contact");
        writer.WriteString("key", contact.Email ?? contact.ExternalId ?? contact.Id);
        writer.WriteString("email", contact.Email);
        writer.WriteString("externalId", contact.ExternalId);
        writer.WriteString("name", contact.Name);
        writer.WriteString("firstName", contact.GivenName);
        writer.WriteString("locale", contact.Locale);
        writer.WriteString("timeZone", contact.TimeZone);
        writer.WriteStartArray("tags");
        foreach (var tag in contact.Tags)
        {
            writer.WriteStringValue(tag);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("attributes");
        foreach (var (name, value) in contact.Attributes)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
