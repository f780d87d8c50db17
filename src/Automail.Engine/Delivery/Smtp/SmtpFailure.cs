using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Automail.Engine.Delivery.Smtp;

/// <summary>What a failed hand-over means for the mail.</summary>
internal static class SmtpFailure
{
    /// <summary>No connection came about: nothing was said about this mail.</summary>
    public static DeliveryResult NotConnected(SmtpOptions options, Exception error)
    {
        var what = error switch
        {
            OperationCanceledException => "no connection within the time allowed",
            AuthenticationException => $"the log-in as {options.UserName} was refused: {error.Message}",
            SslHandshakeException => $"no TLS: {FirstLine(error.Message)}",
            SmtpCommandException refused => Words(refused),
            _ => FirstLine(error.Message),
        };
        return new DeliveryResult(DeliveryOutcome.Transient, $"Cannot connect to {options}: {what}");
    }

    /// <summary>The hand-over of a mail failed.</summary>
    /// <param name="error">What came of it.</param>
    /// <param name="offered">Whether the whole body was written, so that its end may have reached the server.</param>
    public static DeliveryResult Classify(Exception error, bool offered) => error switch
    {
        SmtpCommandException refused => (int)refused.StatusCode switch
        {
            // These blame us and our account, not the mail (RFC 4954 section 6): mend the settings, and it can go.
            530 or 534 or 535 or 538 => Transient(Words(refused)),
            >= 500 => new DeliveryResult(DeliveryOutcome.Permanent, Words(refused)),
            >= 400 => Transient(Words(refused)),
            _ when offered => InDoubt($"the server gave an answer that does not fit: {Words(refused)}"),
            _ => Transient($"The server gave an answer that does not fit: {Words(refused)}"),
        },
        UnsupportedAddressException => new DeliveryResult(DeliveryOutcome.Permanent, error.Message),
        ServiceNotAuthenticatedException => Transient($"The server wants a log-in: {error.Message}"),
        OperationCanceledException when offered => InDoubt("the server did not answer in the time allowed."),
        OperationCanceledException => Transient("Stopped before the message was handed over."),
        _ when offered => InDoubt(FirstLine(error.Message)),
        _ => Transient($"The connection broke before the message was handed over: {FirstLine(error.Message)}"),
    };

    private static DeliveryResult Transient(string detail) => new(DeliveryOutcome.Transient, detail);

    private static DeliveryResult InDoubt(string detail)
        => new(DeliveryOutcome.InDoubt, $"The message was sent, and no answer came: {detail}");

    private static string Words(SmtpCommandException error) => $"{(int)error.StatusCode} {error.Message}".TrimEnd();

    private static string FirstLine(string text) => text.AsSpan().Trim().ToString().Split('\n', 2)[0].TrimEnd();
}
