using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;

namespace Automail.Engine.Simulation;

/// <summary>Mail that has its identity and no contents: a simulation is about who gets what when.</summary>
/// <param name="clock">Virtual time.</param>
public sealed class SimulatedMail(TimeProvider clock) : IMailComposer, IMailTransport
{
    private const string Domain = "simulation.example";

    /// <summary>The sender, of a domain that cannot get mail (RFC 2606).</summary>
    public static readonly Mailbox Sender = new("automail@" + Domain, "Simulation");

    /// <inheritdoc/>
    public int Concurrency => 1;

    /// <summary>The Message-ID that a mail has or would have had, derived from its send key.</summary>
    public static string MessageId(SendRecord record) => $"{record.Id}@{Domain}";

    /// <inheritdoc/>
    public Task<OutgoingMail> ComposeAsync(SendRecord record, Contact contact, Enrollment? enrollment, CancellationToken cancellationToken)
        => Task.FromResult(new OutgoingMail
        {
            SendId = record.Id,
            MessageId = MessageId(record),
            From = Sender,
            To = new Mailbox(record.Email!),
            Subject = "",
            Html = "",
            Text = "",
            Date = clock.GetUtcNow(),
        });

    /// <inheritdoc/>
    public Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken cancellationToken) => Task.FromResult(DeliveryResult.Accepted);
}
