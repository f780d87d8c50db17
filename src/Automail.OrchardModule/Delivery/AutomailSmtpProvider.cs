using Automail.Engine;
using Automail.Engine.Delivery;
using Microsoft.Extensions.Localization;
using OrchardCore.Email;
using OrchardCore.Infrastructure;

namespace Automail.OrchardModule.Delivery;

/// <summary>The e-mail provider "Automail SMTP": kept connections, and the headers that journeys need. Any other module's mail may go through it too.</summary>
internal sealed class AutomailSmtpProvider(MailTransports transports, PlainMailSender plain, IStringLocalizer<AutomailSmtpProvider> localizer) : IEmailProvider
{
    /// <summary>The technical name.</summary>
    public const string Name = "AutomailSmtp";

    private readonly IStringLocalizer S = localizer;

    /// <inheritdoc/>
    public LocalizedString DisplayName => S["Automail SMTP"];

    /// <inheritdoc/>
    public async Task<Result> SendAsync(MailMessage message, CancellationToken cancellationToken = default)
    {
        DeliveryResult delivery;
        try
        {
            var transport = await transports.GetAsync();
            delivery = message is AutomailMessage own
                ? own.Delivery = await transport.SendAsync(own.Changed(), cancellationToken)
                : await plain.SendAsync(message, transport, cancellationToken);
        }
        catch (FieldException e)
        {
            // The settings or the message are wrong. A journey's mail waits until the settings are right.
            delivery = new DeliveryResult(DeliveryOutcome.Transient, e.Message);
            if (message is AutomailMessage own)
            {
                own.Delivery = delivery;
            }
        }

        return delivery.Outcome == DeliveryOutcome.Accepted
            ? Result.Success()
            : Result.Failed(new ResultError { Message = S["{0}", delivery.Detail ?? delivery.Outcome.ToString()] });
    }
}
