using Automail.Engine;
using Automail.Engine.Delivery;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrchardCore.Email;
using OrchardCore.Environment.Shell.Scope;

namespace Automail.OrchardModule.Delivery;

/// <summary>Sends through Orchard's e-mail service, so that other modules hear of the mail, and by our provider, so that its headers arrive.</summary>
internal sealed class OrchardMailTransport(MailTransports transports, ILogger<OrchardMailTransport> logger) : IMailTransport
{
    /// <inheritdoc/>
    public int Concurrency => transports.Concurrency;

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var message = new AutomailMessage(mail);
        try
        {
            // The service and its listeners are scoped, and mails go side by side.
            var errors = new List<string>();
            await ShellScope.UsingChildScopeAsync(async scope =>
            {
                var result = await scope.ServiceProvider.GetRequiredService<IEmailService>().SendAsync(message, AutomailSmtpProvider.Name, cancellationToken);
                errors.AddRange(result.Errors.Select(error => error.Message.Value));
            });
            return message.Delivery ?? new DeliveryResult(DeliveryOutcome.Permanent, $"Refused before it was sent: {string.Join(" ", errors)}");
        }
        catch (Exception e)
        {
            logger.LogError(e, "Sending mail {SendId} through Orchard's e-mail service failed", mail.SendId);

            // What was handed over stays handed over, whatever a listener does after it.
            return message.Delivery ?? new DeliveryResult(DeliveryOutcome.Transient, e.Message);
        }
    }
}
