namespace Automail.Cli.Simulation;

/// <summary>A line of a file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Offset">Of its first byte.</param>
/// <param name="Bytes">Its contents without the line break, valid until the next line is read; empty for one that is too long.</param>
internal readonly record struct Line(int Number, long Offset, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Whether it is longer than <see cref="JsonLines.MaxLength"/>.</summary>
    public bool TooLong => Bytes.IsEmpty;
}

/// <summary>A file of JSON objects, one a line, UTF-8. It is read in blocks and never as a whole.</summary>
internal sealed class JsonLines : IDisposable
{
    /// <summary>The longest line, in bytes; longer ones are reported and skipped.</summary>
    public const int MaxLength = 256 * 1024;

    private const int BlockSize = 2 * MaxLength;
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _file;
    private readonly byte[] _block = new byte[BlockSize];
    private long _blockOffset;
    private int _blockLength;

    /// <exception cref="UsageException">There is no such file, or it cannot be read.</exception>
    public JsonLines(string path)
    {
        Path = path;
        try
        {
            _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {(Directory.Exists(path) ? "it is a folder." : e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : e.Message)}");
        }

        Length = RandomAccess.GetLength(_file);
    }

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; }

    /// <summary>Every line that holds something, in order.</summary>
    public IEnumerable<Line> All()
    {
        var number = 0;
        var offset = StartOfText();
        while (offset < Length)
        {
            number++;
            var length = Measure(offset);
            if (length > MaxLength)
            {
                yield return new Line(number, offset, default);
            }
            else if (Load(offset, (int)length) is var bytes && !IsBlank(bytes.Span))
            {
                yield return new Line(number, offset, bytes);
            }

            offset += length + 1;
        }
    }

    /// <summary>The bytes of a line; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Read(long offset, int length) => Load(offset, length);

    public void Dispose() => _file.Dispose();

    private ReadOnlyMemory<byte> Load(long offset, int length)
    {
        length = (int)Math.Min(length, Length - offset);
        if (offset < _blockOffset || offset + length > _blockOffset + _blockLength)
        {
            _blockOffset = offset;
            _blockLength = 0;
            while (_blockLength < BlockSize && RandomAccess.Read(_file, _block.AsSpan(_blockLength), offset + _blockLength) is > 0 and var read)
            {
                _blockLength += read;
            }

            if (_blockLength < length)
            {
                throw new IOException($"{Path} became shorter while it was read.");
            }
        }

        return _block.AsMemory((int)(offset - _blockOffset), length);
    }

    private long StartOfText() => Length >= 3 && Load(0, 3).Span.SequenceEqual("\uFEFF"u8) ? 3 : 0;

    /// <summary>The length of the line that starts at an offset.</summary>
    private long Measure(long offset)
    {
        var end = offset;
        while (end < Length)
        {
            var rest = Load(end, MaxLength + 1).Span;
            if (rest.IndexOf((byte)'\n') is >= 0 and var length)
            {
                return end + length - offset;
            }

            end += rest.Length;
        }

        return end - offset;
    }

    private static bool IsBlank(ReadOnlySpan<byte> bytes) => bytes.Trim(" \t\r"u8).IsEmpty;
}
