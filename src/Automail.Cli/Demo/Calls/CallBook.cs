using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Automail.Engine.Delivery.Webhooks;

namespace Automail.Cli.Demo.Calls;

/// <summary>A header of a call.</summary>
internal sealed record CallHeader(string Name, string Value);

/// <summary>A call of another system, as it would have been made.</summary>
internal sealed record KeptCall(string Id, string Time, string Url, IReadOnlyList<CallHeader> Headers, string Body);

/// <summary>
/// Keeps what webhooks would post, and posts nothing: who tries sequences out at home must not reach other people's systems. Each call is a file that appears whole and never changes, so each is read once.
/// </summary>
internal sealed partial class CallBook(string folder) : IWebhooks
{
    private const int MaxListed = 20;

    private readonly ConcurrentDictionary<string, KeptCall> _calls = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<WebhookResult> CallAsync(WebhookCall call, CancellationToken cancellationToken)
    {
        // The playground has no secret, so there is no signature.
        var headers = WebhookHeaders.Of(call, []).Select(header => new CallHeader(header.Key, header.Value)).Prepend(new CallHeader("content-type", "application/json"));
        var id = string.Create(CultureInfo.InvariantCulture, $"{call.Time.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}-{call.Id}");
        var kept = JsonSerializer.SerializeToUtf8Bytes(new KeptCall(id, OutputJson.Time(call.Time), call.Url, [.. headers], call.Body), JsonSerializerOptions.Web);
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, id + ".json");
            await File.WriteAllBytesAsync(path + ".part", kept, cancellationToken);
            File.Move(path + ".part", path, overwrite: true);
            return WebhookResult.Delivered;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new WebhookResult(WebhookOutcome.TryAgain, $"could not be kept: {e.Message}");
        }
    }

    /// <summary>The latest, newest first.</summary>
    public async Task<IReadOnlyList<KeptCall>> ListAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var calls = new List<KeptCall>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").OrderDescending(StringComparer.Ordinal).Take(MaxListed))
        {
            calls.Add(await ReadAsync(path, cancellationToken));
        }

        return calls;
    }

    /// <summary>The call with this id, or null.</summary>
    public async Task<KeptCall?> FindAsync(string id, CancellationToken cancellationToken)
    {
        // An id is a file's name: nothing else may come in.
        var path = Id().IsMatch(id) ? Path.Combine(folder, id + ".json") : null;
        return File.Exists(path) ? await ReadAsync(path, cancellationToken) : null;
    }

    private async Task<KeptCall> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!_calls.TryGetValue(path, out var call))
        {
            _calls[path] = call = JsonSerializer.Deserialize<KeptCall>(await File.ReadAllBytesAsync(path, cancellationToken), JsonSerializerOptions.Web)!;
        }

        return call;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,100}\z")]
    private static partial Regex Id();
}
