using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Automail.Engine.Delivery.Mime;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Automail.Engine.Delivery.Smtp;

/// <summary>
/// One kept connection. The socket is ours, with Nagle's algorithm off: it holds back the end of a message until the server acknowledges
/// the start, and the server delays that by 40 ms.
/// </summary>
internal sealed class SmtpConnection : IDisposable
{
    private static readonly FormatOptions Plain = CreateFormat(international: false);
    private static readonly FormatOptions International = CreateFormat(international: true);

    private readonly Socket _socket;
    private readonly SmtpClient _client;

    private SmtpConnection(Socket socket, SmtpClient client, bool international)
        => (_socket, _client, IsInternational) = (socket, client, international);

    /// <summary>Whether it is for addresses that need SMTPUTF8.</summary>
    public bool IsInternational { get; }

    /// <summary>How many messages went over it.</summary>
    public int Messages { get; private set; }

    /// <summary>When it was last used, as a timestamp of the pool's clock.</summary>
    public long LastUsed { get; set; }

    /// <summary>Connects, protects and logs in.</summary>
    /// <exception cref="UnsupportedAddressException">SMTPUTF8 (RFC 6531) is wanted, and the server does not offer it.</exception>
    public static async Task<SmtpConnection> OpenAsync(
        SmtpOptions options, bool international, RemoteCertificateValidationCallback? validation, CancellationToken cancellationToken)
    {
        var socket = await ConnectAsync(options.Host, options.EffectivePort, cancellationToken);
        var client = new SmtpClient { LocalDomain = options.LocalDomain };
        try
        {
            client.ServerCertificateValidationCallback = validation;
            await client.ConnectAsync(socket, options.Host, options.EffectivePort, ToSocketOptions(options), cancellationToken);
            if (options.UserName is not null)
            {
                await client.AuthenticateAsync(options.UserName, options.Password!, cancellationToken);
            }

            if (international && !client.Capabilities.HasFlag(SmtpCapabilities.UTF8 | SmtpCapabilities.EightBitMime))
            {
                throw new UnsupportedAddressException("The mail server takes no addresses with characters outside ASCII before the @.");
            }

            // MailKit would ask for SMTPUTF8 for a domain outside ASCII too, and the servers behind this one may not know it.
            client.Capabilities &= international ? client.Capabilities : ~SmtpCapabilities.UTF8;
            return new SmtpConnection(socket, client, international);
        }
        catch
        {
            client.Dispose();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether the server still seems to be there. Between two messages it has nothing to say: when something can be read, it is the end of the
    /// connection or a 421 before it.
    /// </summary>
    public bool IsUsable()
    {
        try
        {
            return _client.IsConnected && !_socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Whether the connection can serve again after <paramref name="error"/>.</summary>
    public bool Survives(Exception error)
        => error is SmtpCommandException { StatusCode: not SmtpStatusCode.ServiceNotAvailable } && _client.IsConnected;

    /// <summary>Hands a message over.</summary>
    public async Task SendAsync(WireMail mail, WireMessage message, CancellationToken cancellationToken)
    {
        await _client.SendAsync(IsInternational ? International : Plain, message.Message, mail.Sender, mail.Recipients, cancellationToken);
        Messages++;
    }

    /// <summary>Says QUIT, without waiting long, and closes.</summary>
    public async Task QuitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or MailKit.ProtocolException or MailKit.CommandException or ObjectDisposedException)
        {
            // Gone already, which is what was wanted.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _socket.Dispose();
    }

    private static async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        Exception? refusal = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, port, cancellationToken);
                return socket;
            }
            catch (SocketException error)
            {
                socket.Dispose();
                refusal = error;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw refusal ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static SecureSocketOptions ToSocketOptions(SmtpOptions options) => options.Security switch
    {
        SmtpSecurity.None => SecureSocketOptions.None,
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ when options.EffectivePort == 465 => SecureSocketOptions.SslOnConnect,

        // "Where offered" would hand the password to whoever removes the offer on the way.
        _ when options.UserName is not null => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.StartTlsWhenAvailable,
    };

    private static FormatOptions CreateFormat(bool international)
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.International = international;
        return format;
    }
}

/// <summary>An address that this server cannot take.</summary>
internal sealed class UnsupportedAddressException(string message) : Exception(message);
