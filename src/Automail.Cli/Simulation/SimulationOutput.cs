using System.Text.Json;

namespace Automail.Cli.Simulation;

/// <summary>
/// The files that a simulation leaves: sends.jsonl, skips.jsonl and summary.json. They are written beside and put in place together at the end, so
/// that a run that fails leaves no half results.
/// </summary>
internal sealed class SimulationOutput : IDisposable
{
    private static readonly string[] Names = ["sends.jsonl", "skips.jsonl", "summary.json"];
    private readonly string _folder;

    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public SimulationOutput(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        Sends = new MailJournal(Create(Names[0]), withReason: false);
        Skips = new MailJournal(Create(Names[1]), withReason: true);
    }

    /// <summary>The mails that were sent.</summary>
    public MailJournal Sends { get; }

    /// <summary>The mails that were not.</summary>
    public MailJournal Skips { get; }

    /// <summary>Writes the summary and puts all files in place.</summary>
    public void Complete(SimulationSummary summary)
    {
        Sends.Dispose();
        Skips.Dispose();
        using (var stream = Create(Names[2]))
        {
            using (var writer = new Utf8JsonWriter(stream, OutputJson.Indented))
            {
                summary.WriteTo(writer);
            }

            stream.WriteByte((byte)'\n');
        }

        foreach (var name in Names)
        {
            File.Move(Temporary(name), Path.Combine(_folder, name), overwrite: true);
        }
    }

    /// <summary>Removes what was not put in place.</summary>
    public void Dispose()
    {
        Sends.Dispose();
        Skips.Dispose();
        foreach (var name in Names)
        {
            File.Delete(Temporary(name));
        }
    }

    private FileStream Create(string name) => new(Temporary(name), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 128 * 1024);

    private string Temporary(string name) => Path.Combine(_folder, $".{name}.part");
}
