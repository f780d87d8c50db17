using System.Buffers;
using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace Automail.Engine.Delivery.Mime;

/// <summary>Writes header fields. Plain ones as they are; what needs encoding or folding goes through MimeKit.</summary>
internal sealed class HeaderWriter(ArrayBufferWriter<byte> output)
{
    // RFC 5322 section 2.1.1.
    private const int PreferredLine = 78;

    private static readonly SearchValues<char> PlainName = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -'");
    private static readonly FormatOptions Format = CreateFormat();

    /// <summary>A field whose value is checked to be short and ASCII.</summary>
    public void Add(string name, string value) => Write($"{name}: {value}\r\n");

    /// <summary>A field of text for people.</summary>
    public void AddText(string name, string value)
    {
        if (name.Length + 2 + value.Length <= PreferredLine && Ascii.IsValid(value) && (value.Length == 0 || (value[0] != ' ' && value[^1] != ' ')))
        {
            Add(name, value);
            return;
        }

        Write($"{name}:{Encoding.UTF8.GetString(new Header(Encoding.UTF8, name, value).RawValue).ReplaceLineEndings("\r\n")}");
    }

    /// <summary>A field of one mailbox, with an address from <see cref="HeaderRules"/>.</summary>
    public void AddMailbox(string name, string? displayName, string address)
    {
        if (string.IsNullOrEmpty(displayName))
        {
            Add(name, address);
        }
        else if (name.Length + displayName.Length + address.Length + 5 <= PreferredLine && !displayName.AsSpan().ContainsAnyExcept(PlainName)
            && displayName[0] != ' ' && displayName[^1] != ' ')
        {
            Add(name, $"{displayName} <{address}>");
        }
        else
        {
            Add(name, new MailboxAddress(Encoding.UTF8, displayName, address).ToString(Format, encode: true));
        }
    }

    /// <summary>A moment.</summary>
    public void AddDate(DateTimeOffset date) => Add("Date", DateUtils.FormatDate(date));

    private void Write(string text) => output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));

    private static FormatOptions CreateFormat()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }
}
