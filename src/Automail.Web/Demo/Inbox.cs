using Automail.Web.Hosting;
using MimeKit;

namespace Automail.Web.Demo;

/// <summary>A mail in the list.</summary>
/// <param name="Id">Its key.</param>
/// <param name="To">The recipient.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Time">The Date header.</param>
public sealed record InboxEntry(string Id, string To, string Subject, DateTimeOffset Time);

/// <summary>Everybody's inbox: the mail that the site left in its pickup folder. Reads, and changes nothing.</summary>
public sealed class Inbox(DataFolder data)
{
    /// <summary>The latest mails, newest first.</summary>
    public async Task<IReadOnlyList<InboxEntry>> ListAsync(int max, CancellationToken cancellationToken)
    {
        var entries = new List<InboxEntry>();

        // The names begin with the time.
        foreach (var file in Files().OrderDescending(StringComparer.Ordinal).Take(max))
        {
            await using var stream = File.OpenRead(file);
            var headers = await HeaderList.LoadAsync(stream, cancellationToken);
            entries.Add(new InboxEntry(
                Path.GetFileNameWithoutExtension(file),
                InternetAddressList.TryParse(headers[HeaderId.To] ?? "", out var to) && to.Mailboxes.FirstOrDefault() is { } mailbox ? mailbox.Address : "",
                headers[HeaderId.Subject] ?? "",
                MimeKit.Utils.DateUtils.TryParse(headers[HeaderId.Date] ?? "", out var time) ? time : DateTimeOffset.UnixEpoch));
        }

        return entries;
    }

    /// <summary>The file of a mail; null when there is none with this key.</summary>
    public string? Find(string id)
        => id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && Path.Combine(data.Pickup, id + ".eml") is { } file && File.Exists(file) ? file : null;

    /// <summary>A mail; null when there is none with this key.</summary>
    public async Task<MimeMessage?> ReadAsync(string id, CancellationToken cancellationToken)
        => Find(id) is { } file ? await MimeMessage.LoadAsync(file, cancellationToken) : null;

    private IEnumerable<string> Files() => Directory.Exists(data.Pickup) ? Directory.EnumerateFiles(data.Pickup, "*.eml") : [];
}
