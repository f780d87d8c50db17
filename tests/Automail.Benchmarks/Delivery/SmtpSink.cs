using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Automail.Benchmarks.Delivery;

/// <summary>Postfix's smtp-sink, a server that takes all mail and keeps none.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private const string Program = "/usr/sbin/smtp-sink";
    private readonly Process _process;

    private SmtpSink(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>Starts one; null where it is not installed.</summary>
    public static async Task<SmtpSink?> StartAsync()
    {
        if (!File.Exists(Program))
        {
            return null;
        }

        var port = FindPort();
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true };

        // Started by root, it insists on becoming somebody else.
        foreach (var argument in (string[])[.. Environment.IsPrivilegedProcess ? (string[])["-u", "nobody"] : [], "-c", $"127.0.0.1:{port}", "1000"])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var tries = 0; tries < 100; tries++)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return new SmtpSink(process, port);
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        process.Kill();
        throw new InvalidOperationException($"{Program} does not listen on port {port}.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
