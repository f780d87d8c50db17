using System.Buffers;
using System.Text.Json;
using Automail.Engine.Delivery;
using Automail.Engine.Simulation;

namespace Automail.Cli.Simulation;

/// <summary>
/// Writes mails to a file, one JSON object a line, by time, then contact, sequence and step. Mails come in by time, so no more than one instant's are held.
/// </summary>
internal sealed class MailJournal : IDisposable
{
    private readonly List<(SendRecord Record, string Contact)> _instant = [];
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly Utf8JsonWriter _writer;
    private readonly Stream _stream;
    private readonly bool _withReason;

    public MailJournal(Stream stream, bool withReason)
    {
        (_stream, _withReason) = (stream, withReason);
        _writer = new Utf8JsonWriter(_line, OutputJson.Line);
    }

    public void Add(SendRecord record, string contact)
    {
        if (_instant.Count > 0 && _instant[0].Record.UpdatedAt != record.UpdatedAt)
        {
            Write();
        }

        _instant.Add((record, contact));
    }

    /// <summary>Writes what is held back.</summary>
    public void Dispose()
    {
        Write();
        _writer.Dispose();
        _stream.Dispose();
    }

    private void Write()
    {
        if (_instant.Count > 1)
        {
            _instant.Sort(static (x, y) => Compare(x, y));
        }

        foreach (var (record, contact) in _instant)
        {
            _writer.WriteStartObject();
            _writer.WriteString("time", OutputJson.Time(record.UpdatedAt));
            _writer.WriteString("contact", contact);
            _writer.WriteString("sequence", record.Key.Journey);
            _writer.WriteNumber("version", record.Key.Version);
            _writer.WriteString("step", record.Key.Step);
            _writer.WriteString("template", record.Template);
            _writer.WriteString("messageId", SimulatedMail.MessageId(record));
            if (_withReason)
            {
                _writer.WriteString("reason", record.Reason);
            }

            _writer.WriteEndObject();
            _writer.Flush();
            _writer.Reset();
            _stream.Write(_line.WrittenSpan);
            _stream.WriteByte((byte)'\n');
            _line.ResetWrittenCount();
        }

        _instant.Clear();
    }

    private static int Compare((SendRecord Record, string Contact) x, (SendRecord Record, string Contact) y)
        => string.CompareOrdinal(x.Contact, y.Contact) is not 0 and var contact ? contact
            : string.CompareOrdinal(x.Record.Key.Journey, y.Record.Key.Journey) is not 0 and var journey ? journey
            : string.CompareOrdinal(x.Record.Key.Step, y.Record.Key.Step) is not 0 and var step ? step
            : string.CompareOrdinal(x.Record.Id, y.Record.Id);
}
