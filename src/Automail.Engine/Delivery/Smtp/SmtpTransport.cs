using System.Net.Security;
using Automail.Engine.Delivery.Mime;

namespace Automail.Engine.Delivery.Smtp;

/// <summary>Hands mail to a server over a few kept connections. Thread-safe; dispose it to say goodbye to the server.</summary>
public sealed class SmtpTransport : IPlainMailTransport, IAsyncDisposable
{
    private static readonly TimeSpan QuitTimeout = TimeSpan.FromSeconds(5);

    // When we are told to stop while the server has the message and owes the answer, waiting a little spares the operator a mail in doubt.
    private static readonly TimeSpan AnswerGrace = TimeSpan.FromSeconds(10);

    private readonly SmtpOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _slots;
    private readonly Lock _lock = new();
    private readonly Stack<SmtpConnection> _idle = new();
    private readonly ITimer _sweeper;
    private bool _disposed;

    /// <summary>Checks the options; connects when the first mail comes. <paramref name="time"/> is the real one even where journeys run in virtual time.</summary>
    /// <exception cref="FieldException">An option cannot be used.</exception>
    public SmtpTransport(SmtpOptions options, TimeProvider? time = null)
    {
        options.Validate();
        (_options, _time) = (options, time ?? TimeProvider.System);
        _slots = new SemaphoreSlim(options.Connections);
        _sweeper = _time.CreateTimer(_ => _ = CloseExpiredAsync(), null, options.IdleTimeout, options.IdleTimeout / 2);
    }

    /// <inheritdoc />
    public int Concurrency => _options.Connections;

    /// <summary>Decides about the server's certificate in the place of the system's rules; for tests.</summary>
    internal RemoteCertificateValidationCallback? CertificateValidation { get; init; }

    /// <inheritdoc />
    public Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken cancellationToken) => SendAsync(() => MimeBuilder.ToWire(mail), cancellationToken);

    /// <inheritdoc />
    public Task<DeliveryResult> SendAsync(PlainMail mail, CancellationToken cancellationToken) => SendAsync(() => PlainMimeBuilder.ToWire(mail), cancellationToken);

    /// <summary>Closes the connections. Mail that is being handed over may still finish.</summary>
    public async ValueTask DisposeAsync()
    {
        List<SmtpConnection> idle;
        lock (_lock)
        {
            _disposed = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        await _sweeper.DisposeAsync();
        await Task.WhenAll(idle.Select(QuitAsync));
    }

    private async Task<DeliveryResult> SendAsync(Func<WireMail> build, CancellationToken cancellationToken)
    {
        WireMail mail;
        try
        {
            mail = build();
        }
        catch (FieldException error)
        {
            return new DeliveryResult(DeliveryOutcome.Permanent, error.Message);
        }

        try
        {
            await _slots.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException error)
        {
            return SmtpFailure.Classify(error, offered: false);
        }

        try
        {
            return await SendAsync(mail, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<DeliveryResult> SendAsync(WireMail mail, CancellationToken cancellationToken)
    {
        using var message = new WireMessage(mail.Bytes);
        while (true)
        {
            // Addresses that need SMTPUTF8 are rare: they get a connection of their own.
            var connection = mail.IsInternational ? null : TakeIdle();
            var kept = connection is not null;
            if (connection is null)
            {
                try
                {
                    connection = await OpenAsync(mail.IsInternational, cancellationToken);
                }
                catch (Exception error)
                {
                    return cancellationToken.IsCancellationRequested || error is UnsupportedAddressException
                        ? SmtpFailure.Classify(error, offered: false)
                        : SmtpFailure.NotConnected(_options, error);
                }
            }

            using var timeout = new CancellationTokenSource(_options.SendTimeout, _time);
            try
            {
                using (cancellationToken.UnsafeRegister(_ => Stop(timeout, message.IsOffered), null))
                {
                    await connection.SendAsync(mail, message, timeout.Token);
                }

                await GiveBackAsync(connection);
                return DeliveryResult.Accepted;
            }
            catch (Exception error)
            {
                if (connection.Survives(error))
                {
                    await GiveBackAsync(connection);
                    return SmtpFailure.Classify(error, message.IsOffered);
                }

                connection.Dispose();

                // A server may close a connection it has kept at any time; that says nothing about this mail.
                if (!kept || message.IsOffered || timeout.IsCancellationRequested)
                {
                    return SmtpFailure.Classify(error, message.IsOffered);
                }
            }
        }
    }

    private static void Stop(CancellationTokenSource sending, bool offered)
    {
        if (offered)
        {
            sending.CancelAfter(AnswerGrace);
        }
        else
        {
            sending.Cancel();
        }
    }

    private async Task<SmtpConnection> OpenAsync(bool international, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        return await SmtpConnection.OpenAsync(_options, international, CertificateValidation, either.Token);
    }

    private SmtpConnection? TakeIdle()
    {
        while (true)
        {
            SmtpConnection? connection;
            lock (_lock)
            {
                if (!_idle.TryPop(out connection))
                {
                    return null;
                }
            }

            if (!IsExpired(connection) && connection.IsUsable())
            {
                return connection;
            }

            connection.Dispose();
        }
    }

    private async ValueTask GiveBackAsync(SmtpConnection connection)
    {
        if (!connection.IsInternational && connection.Messages < _options.MaxMessagesPerConnection)
        {
            connection.LastUsed = _time.GetTimestamp();
            lock (_lock)
            {
                if (!_disposed)
                {
                    _idle.Push(connection);
                    return;
                }
            }
        }

        await QuitAsync(connection);
    }

    private bool IsExpired(SmtpConnection connection) => _time.GetElapsedTime(connection.LastUsed) >= _options.IdleTimeout;

    private async Task CloseExpiredAsync()
    {
        List<SmtpConnection> expired;
        lock (_lock)
        {
            expired = [.. _idle.Where(IsExpired)];
            if (expired.Count == 0)
            {
                return;
            }

            var kept = _idle.Where(connection => !expired.Contains(connection)).Reverse().ToList();
            _idle.Clear();
            kept.ForEach(_idle.Push);
        }

        await Task.WhenAll(expired.Select(QuitAsync));
    }

    private async Task QuitAsync(SmtpConnection connection)
    {
        using var timeout = new CancellationTokenSource(QuitTimeout, _time);
        await connection.QuitAsync(timeout.Token);
    }
}
