using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Automail.Engine.Tests.Delivery;

/// <summary>
/// A mail server whose answers a test chooses: a verb's answer, nothing for silence, or null to drop the connection in its place. <c>CONNECT</c> stands for the greeting,
/// <c>.</c> for the end of a message. Answers to other verbs are those of a server that takes everything.
/// </summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private static readonly Dictionary<string, string?> Takes = new()
    {
        ["CONNECT"] = "220 test ESMTP",
        ["EHLO"] = "250-test\r\n250-PIPELINING\r\n250 8BITMIME",
        ["DATA"] = "354 go on",
        ["QUIT"] = "221 bye",
    };

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Session, string, string?> _answer;
    private readonly ConcurrentBag<Task> _sessions = [];
    private readonly Task _accepting;
    private int _connections;

    /// <param name="answer">The answer to a verb, null to drop the connection, or <see cref="Usual"/>.</param>
    public SmtpServer(Func<Session, string, string?> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What a server answers that takes everything.</summary>
    public static string? Usual(string verb) => Takes.GetValueOrDefault(verb, "250 2.0.0 fine");

    /// <summary>Takes everything but what <paramref name="answers"/> says.</summary>
    public static SmtpServer With(params (string Verb, string? Answer)[] answers)
    {
        var chosen = answers.ToDictionary(a => a.Verb, a => a.Answer);
        return new SmtpServer((_, verb) => chosen.TryGetValue(verb, out var answer) ? answer : Usual(verb));
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => _connections;

    /// <summary>The commands of all sessions, each with the number of its connection.</summary>
    public ConcurrentQueue<(int Connection, string Line)> Commands { get; } = [];

    /// <summary>The messages that were received whole.</summary>
    public ConcurrentQueue<string> Messages { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_sessions);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                client.NoDelay = true;
                _sessions.Add(ServeAsync(client, new Session(Interlocked.Increment(ref _connections))));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, Session session)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.UTF8);
                var verb = "CONNECT";
                while (_answer(session, verb) is { } answer)
                {
                    if (answer.Length > 0)
                    {
                        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), _stop.Token);
                    }

                    if (verb == "QUIT")
                    {
                        return;
                    }

                    if (verb == "DATA" && answer.StartsWith('3'))
                    {
                        verb = ".";
                        Messages.Enqueue(await ReadMessageAsync(reader));
                        session.Messages++;
                        continue;
                    }

                    if (await reader.ReadLineAsync(_stop.Token) is not { } line)
                    {
                        return;
                    }

                    Commands.Enqueue((session.Number, line));
                    verb = line.Split(' ', ':')[0].ToUpperInvariant();
                }
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                // The client went, or the test is over.
            }
        }
    }

    private async Task<string> ReadMessageAsync(StreamReader reader)
    {
        var message = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
        {
            message.Append(line).Append("\r\n");
        }

        return message.ToString();
    }

    /// <summary>One connection.</summary>
    internal sealed class Session(int number)
    {
        /// <summary>The how manieth connection, from 1.</summary>
        public int Number { get; } = number;

        /// <summary>How many messages came over it.</summary>
        public int Messages { get; set; }
    }
}
