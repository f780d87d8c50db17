using Automail.Cli.Templates;
using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Lint;
using Automail.Engine.Templates;
using Automail.Engine.Templates.Lint;

namespace Automail.Cli.Lint;

/// <summary>Looks at files with sequences.</summary>
/// <param name="files">All the files: a sequence may send the templates among them and the ready ones, and speak of the other sequences.</param>
internal sealed class SequenceFileLinter(LintFiles files)
{
    private readonly DotLiquidEngine _liquid = new();

    /// <summary>What is wrong in the sequences.</summary>
    public IReadOnlyList<FileFinding> Lint()
    {
        var findings = new List<FileFinding>();
        var texts = new List<(string File, string Json, SequenceDefinition? Definition)>();
        foreach (var file in files.Sequences)
        {
            try
            {
                var json = TemplateFile.Read(file);
                texts.Add((file, json, Read(json)));
            }
            catch (TemplateException error)
            {
                findings.Add(FileLinter.Unreadable(file, error));
            }
        }

        var options = new SequenceLintOptions
        {
            Templates = files.Templates.Count > 0 ? [.. files.Templates.Select(Name), .. ReadyTemplates.Names] : null,
            SequenceIds = files.HasFolder ? [.. texts.Select(text => text.Definition?.Id).OfType<string>()] : null,
            Sequences = [.. texts.Select(text => text.Definition).OfType<SequenceDefinition>()],
            CheckCondition = condition => LiquidConditions.Check(_liquid, condition),
            CheckText = text => LiquidConditions.CheckText(_liquid, text),
        };
        foreach (var (file, json, definition) in texts)
        {
            findings.AddRange(SequenceLinter.Lint(json, options).Select(found => new FileFinding(
                file, found.Line, found.Column, found.Severity, found.Code, found.Path.Length == 0 ? found.Message : $"{found.Path}: {found.Message}")));
            if (texts.Find(other => other.Definition?.Id == definition?.Id) is var (first, _, _) && definition is not null && first != file)
            {
                findings.Add(new FileFinding(file, 1, 1, LintSeverity.Error, "AM702", $"id: '{definition.Id}' is the id of {first} too."));
            }
        }

        return findings;
    }

    private static string Name(string file)
    {
        var folder = Path.GetDirectoryName(file) ?? "";
        return TemplateName.Split(Path.GetFileName(file), other => File.Exists(Path.Combine(folder, other))).Name;
    }

    private static SequenceDefinition? Read(string json)
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
