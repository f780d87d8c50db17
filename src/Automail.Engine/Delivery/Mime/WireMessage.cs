using System.Text;
using MimeKit;
using MimeKit.IO;

namespace Automail.Engine.Delivery.Mime;

/// <summary>
/// Finished bytes in the shape that MailKit sends. It knows when the last byte was written: from then on the end of the message may be on its way,
/// and a broken connection leaves the outcome in doubt.
/// </summary>
internal sealed class WireMessage : IDisposable
{
    private readonly Bytes _body;

    public WireMessage(ReadOnlyMemory<byte> mail)
    {
        var span = mail.Span;
        var colon = span.IndexOf((byte)':');
        var end = span.IndexOf("\r\n\r\n"u8) + 2;

        // All fields as the raw value of the first one: MailKit writes it as it stands.
        var header = new Header(Encoding.ASCII.GetString(span[..colon]), "");
        header.SetRawValue(span[(colon + 1)..end].ToArray());
        _body = new Bytes(mail[(end + 2)..]);
        Message = new MimeMessage([header]) { Body = _body };
    }

    /// <summary>The message for MailKit. Its properties do not tell what is in it.</summary>
    public MimeMessage Message { get; }

    /// <summary>Whether the whole message was handed to a connection.</summary>
    public bool IsOffered => _body.IsOffered;

    public void Dispose() => Message.Dispose();

    private sealed class Bytes : MimePart
    {
        private readonly ReadOnlyMemory<byte> _bytes;

        public Bytes(ReadOnlyMemory<byte> bytes)
        {
            _bytes = bytes;
            Headers.Clear();
        }

        public bool IsOffered { get; private set; }

        public override void Prepare(EncodingConstraint constraint, int maxLineLength = 78)
        {
            // They are 7bit already.
        }

        public override void WriteTo(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
        {
            stream.Write(_bytes.Span);

            // Servers that announce SIZE have the message measured first.
            IsOffered |= stream is not MeasuringStream;
        }

        public override async Task WriteToAsync(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
        {
            await stream.WriteAsync(_bytes, cancellationToken);
            IsOffered |= stream is not MeasuringStream;
        }
    }
}
