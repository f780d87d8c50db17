using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;

namespace Automail.StoreContracts;

/// <summary>Where no mail can be made: it fails, and that is recorded.</summary>
internal sealed class NoMail : IMailComposer, IMailTransport
{
    public int Concurrency => 1;

    public Task<OutgoingMail> ComposeAsync(SendRecord record, Contact contact, Enrollment? enrollment, CancellationToken cancellationToken)
        => throw new TemplateException("There are no templates here.");

    public Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken cancellationToken) => throw new NotSupportedException();
}
