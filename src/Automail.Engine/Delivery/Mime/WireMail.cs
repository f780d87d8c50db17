using System.Text;
using MimeKit;

namespace Automail.Engine.Delivery.Mime;

/// <summary>A mail as it travels: its bytes (CRLF line ends, before dot-stuffing) and its envelope.</summary>
/// <param name="Bytes">Header fields, an empty line, the body.</param>
/// <param name="Sender">Where bounces go.</param>
/// <param name="Recipients">Who gets it.</param>
internal sealed record WireMail(ReadOnlyMemory<byte> Bytes, MailboxAddress Sender, IReadOnlyList<MailboxAddress> Recipients)
{
    /// <summary>Whether it needs SMTPUTF8 (RFC 6531): an address has a local part that is not ASCII. Domains have an ASCII form.</summary>
    public required bool IsInternational { get; init; }

    /// <summary>Whether the part before the last @ is not ASCII.</summary>
    public static bool HasWideLocalPart(string? address)
        => address is not null && !Ascii.IsValid(address.AsSpan(0, Math.Max(address.LastIndexOf('@'), 0)));
}
