using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Automail.Engine.Delivery.Webhooks;

/// <summary>
/// Calls other systems over HTTP, signed as Standard Webhooks 1.0 says. It follows no redirect, keeps no cookies, uses no proxy, reads hardly anything of an answer, and connects to public addresses only: the name is resolved, all
/// addresses are checked, and one of those that were checked is connected to, so that no second answer of a name server can lead elsewhere.
/// </summary>
public sealed class HttpWebhooks : IWebhooks, IDisposable
{
    /// <summary>The longest that a call takes, unless another time is set.</summary>
    public static readonly TimeSpan StandardTimeout = TimeSpan.FromSeconds(15);

    private const int MaxAnswer = 2_048;
    private const int MaxDetail = 200;

    private readonly IWebhookSettings _settings;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly TimeSpan _timeout;
    private readonly HttpClient _public;
    private readonly HttpClient _own;

    /// <summary>Calls by the settings of a site.</summary>
    /// <param name="settings">Secrets, and the hosts of the site's own.</param>
    /// <param name="resolve">Finds the addresses of a host; null for the machine's name service.</param>
    /// <param name="timeout">The longest that a call takes; null for <see cref="StandardTimeout"/>.</param>
    public HttpWebhooks(IWebhookSettings settings, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, TimeSpan? timeout = null)
    {
        (_settings, _resolve, _timeout) = (settings, resolve ?? Dns.GetHostAddressesAsync, timeout ?? StandardTimeout);

        // A connection to a host of the site's own is never taken for a call that must stay public.
        _public = Client(isGuarded: true);
        _own = Client(isGuarded: false);
    }

    /// <inheritdoc/>
    public async Task<WebhookResult> CallAsync(WebhookCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (!Uri.TryCreate(call.Url, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            return Refused("the address is not one that can be called");
        }

        var settings = await _settings.GetAsync();
        var isOwn = settings.IsOwn(url);
        if (url.Scheme == Uri.UriSchemeHttp && !isOwn)
        {
            return Refused($"not called: {url.Authority} is not on the list of own hosts, so that https is needed");
        }

        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(_timeout);
        try
        {
            using var request = Request(call, url, settings);
            using var response = await (isOwn ? _own : _public).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, time.Token);
            return await ReadAsync(response, call.Time, time.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookResult(WebhookOutcome.TryAgain, $"no answer within {_timeout.TotalSeconds:0.#} seconds") { IsUnreachable = true };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return Cause<NotPublicException>(e) is { } guarded
                ? Refused(guarded.Message)
                : new WebhookResult(WebhookOutcome.TryAgain, Cut(e.InnerException is { } inner and (SocketException or IOException or System.Security.Authentication.AuthenticationException) ? $"no connection: {inner.Message}" : $"no connection: {e.Message}")) { IsUnreachable = true };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _public.Dispose();
        _own.Dispose();
    }

    private static HttpRequestMessage Request(WebhookCall call, Uri url, WebhookSettings settings)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(call.Body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Automail", null));
        foreach (var (name, value) in WebhookHeaders.Of(call, settings.Secrets))
        {
            request.Headers.Add(name, value);
        }

        return request;
    }

    private static async Task<WebhookResult> ReadAsync(HttpResponseMessage response, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            return WebhookResult.Delivered;
        }

        if (status is >= 300 and < 400)
        {
            return Refused($"answered {status}, a redirect, which is not followed");
        }

        var said = $"answered {status}{await BeginningAsync(response, cancellationToken)}";
        return status is >= 500 or 429 or 408 ? new WebhookResult(WebhookOutcome.TryAgain, said) { RetryAfter = RetryAfter(response.Headers.RetryAfter, now) } : Refused(said);
    }

    /// <summary>What the receiver says about it, as far as it fits in a line.</summary>
    private static async Task<string> BeginningAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var bytes = new byte[MaxAnswer];
            var length = await stream.ReadAtLeastAsync(bytes, MaxAnswer, throwOnEndOfStream: false, cancellationToken);
            var text = string.Join(' ', string.Concat(Encoding.UTF8.GetString(bytes, 0, length).Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
            return text.Length == 0 ? "" : $": {Cut(text)}";
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The status has been told.
            return "";
        }
    }

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now)
        => header?.Delta ?? (header?.Date is { } date ? (date > now ? date - now : TimeSpan.Zero) : null);

    private HttpClient Client(bool isGuarded)
        => new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            Credentials = null,
            PreAuthenticate = false,
            MaxResponseDrainSize = MaxAnswer,
            MaxResponseHeadersLength = 32,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectTimeout = StandardTimeout,
            ConnectCallback = (context, token) => ConnectAsync(context.DnsEndPoint, isGuarded, token),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, bool isGuarded, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(endPoint.Host, out var literal) ? [literal] : await _resolve(endPoint.Host, cancellationToken);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        if (isGuarded && addresses.FirstOrDefault(address => !PublicAddress.Is(address)) is { } inside)
        {
            throw new NotPublicException($"not called: {endPoint.Host} has the address {inside}, which is not in the public internet");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, endPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static WebhookResult Refused(string why) => new(WebhookOutcome.Refused, why);

    private static string Cut(string text) => text.Length <= MaxDetail ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxDetail - 2]) ? MaxDetail - 2 : MaxDetail - 1), "…");

    private static T? Cause<T>(Exception? e)
        where T : Exception
    {
        while (e is not null and not T)
        {
            e = e.InnerException;
        }

        return e as T;
    }

    /// <summary>An address that must not be connected to.</summary>
    private sealed class NotPublicException(string message) : IOException(message);
}
