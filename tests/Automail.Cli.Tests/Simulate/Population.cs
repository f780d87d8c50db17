using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Automail.Cli.Tests.Simulate;

/// <summary>The input of a simulation as files in a folder.</summary>
internal sealed class Population : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _events = new();
    private int _lastId;

    public string EventsPath => _folder["events.jsonl"];

    public string SequencesPath => _folder["sequences"];

    public string this[string name] => _folder[name];

    public Population Sequence(string json, string? file = null)
    {
        var id = JsonNode.Parse(json)!["id"]?.GetValue<string>();
        _folder.Write($"sequences/{file ?? id}.json", json);
        return this;
    }

    public Population Templates(params string[] names)
    {
        foreach (var name in names)
        {
            _folder.Write($"templates/{name}.liquid", $"---\nsubject: About {name}\npurpose: marketing\n---\n<p>Hello {{{{ contact.firstName }}}}</p>\n");
        }

        return this;
    }

    /// <summary>An event in the file's short form: time, type, subject, data; id and source are made unless given.</summary>
    public Population Event(string time, string type, string subject, string? data = null, string? id = null)
        => Line(JsonSerializer.Serialize(new
        {
            specversion = "1.0",
            id = id ?? $"e{++_lastId}",
            source = "test",
            type,
            subject,
            time,
            data = JsonNode.Parse(data ?? "{}"),
        }));

    public Population Line(string line)
    {
        _events.Append(line).Append('\n');
        return this;
    }

    public Population Contacts(params string[] lines)
    {
        _folder.Write("contacts.jsonl", string.Join('\n', lines));
        return this;
    }

    public async Task<Run> RunAsync(string until, string output = "out", params string[] more)
    {
        File.WriteAllText(EventsPath, _events.ToString());
        Directory.CreateDirectory(SequencesPath);
        Directory.CreateDirectory(_folder["templates"]);
        string[] contacts = File.Exists(_folder["contacts.jsonl"]) ? ["--contacts", _folder["contacts.jsonl"]] : [];
        return await Run.AutomailAsync(
        [
            "simulate", "--sequences", SequencesPath, "--templates", _folder["templates"], "--events", EventsPath, "--until", until, "--out", _folder[output],
            .. contacts, .. more,
        ]);
    }

    /// <summary>Sends, then skips, each as <c>time contact sequence@version step template</c>, a skip with its reason behind a dash.</summary>
    public IReadOnlyList<string> Results(string output = "out")
        => [.. Read("sends.jsonl", output).Select(Short), .. Read("skips.jsonl", output).Select(mail => $"{Short(mail)} - {mail["reason"]}")];

    public IReadOnlyList<JsonNode> Read(string file, string output = "out")
        => [.. File.ReadAllLines(_folder[$"{output}/{file}"]).Select(line => JsonNode.Parse(line)!)];

    public JsonNode Summary(string output = "out") => JsonNode.Parse(File.ReadAllText(_folder[$"{output}/summary.json"]))!;

    public void Dispose() => _folder.Dispose();

    private static string Short(JsonNode mail) => $"{mail["time"]} {mail["contact"]} {mail["sequence"]}@{mail["version"]} {mail["step"]} {mail["template"]}";
}
