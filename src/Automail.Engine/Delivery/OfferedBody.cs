using MimeKit;
using MimeKit.IO;

namespace Automail.Engine.Delivery;

/// <summary>
/// A body that knows when its last byte was written: from then on the end of the message may be on its way, and a broken connection leaves the
/// outcome in doubt.
/// </summary>
internal interface IOfferedBody
{
    /// <summary>Whether the whole body was handed to a connection.</summary>
    bool Offered { get; }
}

/// <summary>The body of a journey's mail.</summary>
internal sealed class OfferedBody(MimePart text, MimePart html) : MultipartAlternative(text, html), IOfferedBody
{
    public bool Offered { get; private set; }

    public override async Task WriteToAsync(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
    {
        await base.WriteToAsync(options, stream, contentOnly, cancellationToken);

        // Servers that announce SIZE have the message measured first.
        Offered |= stream is not MeasuringStream;
    }
}

/// <summary>The body of a plain mail, with its attachments.</summary>
internal sealed class OfferedMixed() : Multipart("mixed"), IOfferedBody
{
    public bool Offered { get; private set; }

    public override async Task WriteToAsync(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
    {
        await base.WriteToAsync(options, stream, contentOnly, cancellationToken);
        Offered |= stream is not MeasuringStream;
    }
}
