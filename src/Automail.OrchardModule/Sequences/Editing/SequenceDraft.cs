using System.Buffers;
using System.Text;
using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Sequences;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>
/// A definition while somebody writes it, read setting by setting and step by step: what is right can be put into words beside what is not.
/// </summary>
internal sealed class SequenceDraft
{
    private const string Anything = """[{"id":"x","holdout":1}]""";
    private const string Manual = """{"manual":true}""";

    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 64 };

    private readonly Dictionary<string, SequenceDefinition> _settings = new(StringComparer.Ordinal);

    private SequenceDraft()
    {
    }

    /// <summary>The steps, those with mistakes too.</summary>
    public IReadOnlyList<DraftStep> Steps { get; private set; } = [];

    /// <summary>A definition of which one setting is that of this text, or null when the setting is absent or wrong.</summary>
    public SequenceDefinition? Setting(string name) => _settings.GetValueOrDefault(name);

    /// <summary>All steps with those inside of others, in order.</summary>
    public IEnumerable<DraftStep> AllSteps() => Steps.SelectMany(step => step.WithInner());

    /// <summary>Reads a text, whatever it is.</summary>
    public static SequenceDraft Read(string json)
    {
        var draft = new SequenceDraft();
        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                draft.ReadParts(document.RootElement);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // There is nothing to put into words.
        }

        return draft;
    }

    private void ReadParts(JsonElement root)
    {
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name == "steps")
            {
                Steps = property.Value.ValueKind == JsonValueKind.Array ? ReadSteps(property.Value, "steps") : [];
            }
            else if (Try(Small(property.Name, property.Value.GetRawText())) is { } read)
            {
                _settings[property.Name] = read;
            }
        }
    }

    private static List<DraftStep> ReadSteps(JsonElement list, string path)
    {
        var steps = new List<DraftStep>();
        foreach (var element in list.EnumerateArray())
        {
            steps.Add(ReadStep(element, $"{path}[{steps.Count}]"));
        }

        return steps;
    }

    private static DraftStep ReadStep(JsonElement element, string at)
    {
        var read = Try(Small("steps", $"[{WithoutBranches(element)}]"));
        return new DraftStep(at, read?.Steps[0], [.. Branches(element, at).Select(branch => new DraftBranch(branch.Path, ReadSteps(branch.Steps, branch.Path)))]);
    }

    private static IEnumerable<(JsonElement Steps, string Path)> Branches(JsonElement step, string at)
    {
        if (step.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var name in new[] { "then", "else" })
        {
            if (step.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array)
            {
                yield return (list, $"{at}.{name}");
            }
        }

        if (step.TryGetProperty("split", out var split) && split.ValueKind == JsonValueKind.Array)
        {
            var i = 0;
            foreach (var branch in split.EnumerateArray())
            {
                if (branch.ValueKind == JsonValueKind.Object && branch.TryGetProperty("steps", out var list) && list.ValueKind == JsonValueKind.Array)
                {
                    yield return (list, $"{at}.split[{i}].steps");
                }

                i++;
            }
        }
    }

    /// <summary>A step alone: its branches are read by themselves.</summary>
    private static string WithoutBranches(JsonElement step)
    {
        if (step.ValueKind != JsonValueKind.Object)
        {
            return step.GetRawText();
        }

        return Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var property in step.EnumerateObject())
            {
                writer.WritePropertyName(property.Name);
                if (property.Name is "then" or "else" && property.Value.ValueKind == JsonValueKind.Array)
                {
                    writer.WriteRawValue("[]");
                }
                else if (property.Name == "split" && property.Value.ValueKind == JsonValueKind.Array)
                {
                    WriteWithoutSteps(writer, property.Value);
                }
                else
                {
                    property.Value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        });
    }

    private static void WriteWithoutSteps(Utf8JsonWriter writer, JsonElement branches)
    {
        writer.WriteStartArray();
        foreach (var branch in branches.EnumerateArray())
        {
            if (branch.ValueKind != JsonValueKind.Object)
            {
                branch.WriteTo(writer);
                continue;
            }

            writer.WriteStartObject();
            foreach (var property in branch.EnumerateObject())
            {
                writer.WritePropertyName(property.Name);
                if (property.Name == "steps" && property.Value.ValueKind == JsonValueKind.Array)
                {
                    writer.WriteRawValue("[]");
                }
                else
                {
                    property.Value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A definition in which nothing but one property can be wrong.</summary>
    private static string Small(string property, string value) => Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, standard) in new[] { ("id", "\"x\""), ("trigger", Manual), ("steps", Anything) }.Where(other => other.Item1 != property))
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(standard);
        }

        writer.WritePropertyName(property);
        writer.WriteRawValue(value, skipInputValidation: true);
        writer.WriteEndObject();
    });

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = 100 }))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static SequenceDefinition? Try(string json)
    {
        try
        {
            return SequenceReader.Read(json);
        }
        catch (FieldException)
        {
            return null;
        }
    }
}

/// <summary>A step while somebody writes it.</summary>
/// <param name="Path">Where it stands, such as <c>steps[1].then[0]</c>.</param>
/// <param name="Step">The step without its branches; null while something is wrong with it.</param>
/// <param name="Branches">Its branches.</param>
internal sealed record DraftStep(string Path, Step? Step, IReadOnlyList<DraftBranch> Branches)
{
    /// <summary>The step, and those inside of it.</summary>
    public IEnumerable<DraftStep> WithInner() => Branches.SelectMany(branch => branch.Steps).SelectMany(step => step.WithInner()).Prepend(this);
}

/// <summary>One way that goes on from a step.</summary>
/// <param name="Path">Where its steps stand, such as <c>steps[1].then</c> or <c>steps[1].split[0].steps</c>.</param>
/// <param name="Steps">Its steps.</param>
internal sealed record DraftBranch(string Path, IReadOnlyList<DraftStep> Steps);
