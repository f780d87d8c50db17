using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Automail.Engine.Tests.Delivery.Webhooks;

/// <summary>A request as a receiver gets it.</summary>
internal sealed record Received(string Line, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>A receiver of webhooks on this machine: it keeps what it gets, and answers as it is told.</summary>
internal sealed class HttpReceiver : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public HttpReceiver()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    public string Host => $"localhost:{Port}";

    public ConcurrentQueue<Received> Requests { get; } = [];

    /// <summary>The whole answer; null for none.</summary>
    public Func<Received, string?> Answer { get; set; } = _ => Status(200);

    public static string Status(int code, string more = "", string body = "") => $"HTTP/1.1 {code} X\r\n{more}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            await using (var stream = client.GetStream())
            {
                var request = await ReadAsync(stream);
                Requests.Enqueue(request);
                if (Answer(request) is { } answer)
                {
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
                }
                else
                {
                    // Until the caller gives up.
                    await stream.ReadExactlyAsync(new byte[1]);
                }
            }
        }
        catch (IOException)
        {
            // The caller has gone.
        }
    }

    private static async Task<Received> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (!Encoding.ASCII.GetString([.. bytes.TakeLast(4)]).Equals("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            bytes.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. bytes]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        return new Received(lines[0], headers, Encoding.UTF8.GetString(body));
    }
}
