using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Automail.Engine.Delivery.Mime;

/// <summary>How the bytes of a text part travel (RFC 2045 section 6). All kinds of line end become CRLF.</summary>
internal static class TransferEncoding
{
    // RFC 5322 section 2.1.1, RFC 2045 section 6.7 and 6.8.
    private const int LongestLine = 998;
    private const int QuotedLine = 75;
    private const int Base64Line = 57;

    // RFC 2045 section 6.7: what stands for itself. White space does except at the end of a line.
    private static readonly SearchValues<byte> Literal = SearchValues.Create(
        [(byte)'\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Where(c => c != '=').Select(c => (byte)c)]);

    /// <summary>Writes a text in the encoding that fits it, after <paramref name="header"/> and the encoding's name.</summary>
    public static void Write(string text, ReadOnlySpan<byte> header, ArrayBufferWriter<byte> output)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var bytes = rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented));
        output.Write(header);
        switch (Choose(bytes, text.Length))
        {
            case Kind.SevenBit:
                output.Write("Content-Transfer-Encoding: 7bit\r\n\r\n"u8);
                WriteLines(bytes, output);
                break;
            case Kind.QuotedPrintable:
                output.Write("Content-Transfer-Encoding: quoted-printable\r\n\r\n"u8);
                WriteQuotedPrintable(bytes, output);
                break;
            default:
                output.Write("Content-Transfer-Encoding: base64\r\n\r\n"u8);
                WriteBase64(bytes, output);
                break;
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    // 7bit where every line is plain and short enough, else whichever of the two encodings is shorter.
    private static Kind Choose(ReadOnlySpan<byte> bytes, int characters)
    {
        if (!Ascii.IsValid(bytes) || bytes.ContainsAnyInRange((byte)0, (byte)8))
        {
            // In UTF-8 a character outside of ASCII is at least one byte longer, and at most twice as many are outside: few need no counting.
            if ((bytes.Length - characters) * 12 <= bytes.Length)
            {
                return Kind.QuotedPrintable;
            }

            var encoded = 0;
            foreach (var b in bytes)
            {
                encoded += b >= 0x80 ? 1 : 0;
            }

            return encoded * 6 > bytes.Length ? Kind.Base64 : Kind.QuotedPrintable;
        }

        while (bytes.Length > LongestLine)
        {
            var end = bytes[..(LongestLine + 1)].LastIndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
            {
                return Kind.QuotedPrintable;
            }

            bytes = bytes[(end + 1)..];
        }

        return Kind.SevenBit;
    }

    private static void WriteLines(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        while (true)
        {
            var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
            {
                output.Write(bytes);
                return;
            }

            output.Write(bytes[..end]);
            output.Write("\r\n"u8);
            bytes = bytes[(end + LineEnd(bytes[end..]))..];
        }
    }

    private static void WriteQuotedPrintable(ReadOnlySpan<byte> bytes, ArrayBufferWriter<byte> output)
    {
        // At worst every byte takes three, and every 25 of them a soft line break.
        // That is borrowed, for what is needed is far less.
        var rented = ArrayPool<byte>.Shared.Rent((bytes.Length * 13 / 4) + 16);
        var span = rented.AsSpan();
        var written = 0;
        var column = 0;
        while (!bytes.IsEmpty)
        {
            var run = bytes.IndexOfAnyExcept(Literal);
            run = run < 0 ? bytes.Length : run;
            var atLineEnd = run == bytes.Length || bytes[run] is (byte)'\r' or (byte)'\n';
            if (run > 0 && atLineEnd && bytes[run - 1] is (byte)' ' or (byte)'\t')
            {
                run--;
                atLineEnd = false;
            }

            for (var left = bytes[..run]; !left.IsEmpty;)
            {
                SoftBreak(span, ref written, ref column, 1);
                var part = left[..Math.Min(left.Length, QuotedLine - column)];
                part.CopyTo(span[written..]);
                written += part.Length;
                column += part.Length;
                left = left[part.Length..];
            }

            bytes = bytes[run..];
            if (bytes.IsEmpty)
            {
                break;
            }

            if (atLineEnd)
            {
                "\r\n"u8.CopyTo(span[written..]);
                written += 2;
                column = 0;
                bytes = bytes[LineEnd(bytes)..];
                continue;
            }

            SoftBreak(span, ref written, ref column, 3);
            span[written++] = (byte)'=';
            span[written++] = Hex(bytes[0] >> 4);
            span[written++] = Hex(bytes[0] & 15);
            column += 3;
            bytes = bytes[1..];
        }

        output.Write(span[..written]);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static void SoftBreak(Span<byte> span, ref int written, ref int column, int needed)
    {
        if (column + needed > QuotedLine)
        {
            "=\r\n"u8.CopyTo(span[written..]);
            written += 3;
            column = 0;
        }
    }

    private static void WriteBase64(ReadOnlySpan<byte> bytes, ArrayBufferWriter<byte> output)
    {
        var lines = new ArrayBufferWriter<byte>(bytes.Length + (bytes.Length / 16) + 16);
        WriteLines(bytes, lines);
        for (var left = lines.WrittenSpan; !left.IsEmpty;)
        {
            var part = left[..Math.Min(left.Length, Base64Line)];
            Base64.EncodeToUtf8(part, output.GetSpan(80), out _, out var written);
            output.Advance(written);
            left = left[part.Length..];
            if (!left.IsEmpty)
            {
                output.Write("\r\n"u8);
            }
        }
    }

    private static int LineEnd(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\r\n"u8) ? 2 : 1;

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);

    private enum Kind
    {
        SevenBit,
        QuotedPrintable,
        Base64,
    }
}
