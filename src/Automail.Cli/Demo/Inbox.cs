using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using MimeKit;

namespace Automail.Cli.Demo;

/// <summary>One mail in the list.</summary>
internal sealed record InboxItem(string Id, string To, string Subject, string Time);

/// <summary>A mail opened for reading.</summary>
internal sealed record OpenedMail(string From, string To, string Subject, string Time, IReadOnlyList<KeyValuePair<string, string>> Headers, string Text, string Html);

/// <summary>Reads the folder in which mail lands. A file appears whole and never changes, so each is read once.</summary>
internal sealed partial class Inbox(string folder)
{
    private readonly ConcurrentDictionary<string, InboxItem> _items = new(StringComparer.Ordinal);

    /// <summary>All mails, newest first.</summary>
    public async Task<IReadOnlyList<InboxItem>> ListAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var items = new List<InboxItem>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.eml").OrderDescending(StringComparer.Ordinal))
        {
            var id = Path.GetFileNameWithoutExtension(path);
            if (!_items.TryGetValue(id, out var item))
            {
                using var message = await MimeMessage.LoadAsync(path, cancellationToken);
                _items[id] = item = new InboxItem(id, Address(message.To), message.Subject ?? "", OutputJson.Time(message.Date));
            }

            items.Add(item);
        }

        return items;
    }

    /// <summary>The file of a mail, or null.</summary>
    public string? Find(string id)
    {
        // An id is a file's name: nothing else may come in.
        var path = Id().IsMatch(id) ? Path.Combine(folder, id + ".eml") : null;
        return File.Exists(path) ? path : null;
    }

    /// <summary>Opens a mail; null when there is none of this id.</summary>
    public async Task<OpenedMail?> OpenAsync(string id, CancellationToken cancellationToken)
    {
        if (Find(id) is not { } path)
        {
            return null;
        }

        using var message = await MimeMessage.LoadAsync(path, cancellationToken);
        return new OpenedMail(
            message.From.ToString(),
            message.To.ToString(),
            message.Subject ?? "",
            OutputJson.Time(message.Date),
            [.. message.Headers.Select(header => KeyValuePair.Create(header.Field, header.Value))],
            message.TextBody ?? "",
            message.HtmlBody ?? "");
    }

    private static string Address(InternetAddressList list) => list.Mailboxes.FirstOrDefault()?.Address ?? "";

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,100}\z")]
    private static partial Regex Id();
}
