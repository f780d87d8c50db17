using Automail.Engine.Delivery;

namespace Automail.Cli.Demo;

/// <summary>Hands mail to a server, and lays a copy of what the server took into the inbox.</summary>
internal sealed class CopyingTransport(IMailTransport server, IMailTransport inbox) : IMailTransport
{
    /// <inheritdoc/>
    public int Concurrency => server.Concurrency;

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var result = await server.SendAsync(mail, cancellationToken);
        if (result.Outcome == DeliveryOutcome.Accepted)
        {
            // The mail has left: whether the copy succeeds changes nothing about that.
            await inbox.SendAsync(mail, CancellationToken.None);
        }

        return result;
    }
}
