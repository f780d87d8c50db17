using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Lint;
using Automail.Engine.Templates;

namespace Automail.Cli.Simulation;

/// <summary>A sequence that was read from a file.</summary>
internal sealed record SequenceFile(string Path, string Json, SequenceDefinition Definition);

/// <summary>A folder of sequences, one a file, <c>*.json</c>.</summary>
internal static class SequenceFolder
{
    /// <summary>Reads and checks all of them: form, conditions, and that every template is there and can be used.</summary>
    /// <exception cref="UsageException">The folder is missing or holds no sequence.</exception>
    public static async Task<IReadOnlyList<SequenceFile>> ReadAsync(
        string folder, LiquidConditions conditions, ITemplateSource templates, MailRenderer renderer, Problems problems, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"{folder} is not a folder.");
        }

        string[] paths = [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)];
        if (paths.Length == 0)
        {
            throw new UsageException($"{folder} holds no sequence (*.json).");
        }

        var files = new List<SequenceFile>();
        foreach (var path in paths)
        {
            if (await ReadOneAsync(path, problems, cancellationToken) is not { } file)
            {
                continue;
            }

            if (files.Find(other => other.Definition.Id == file.Definition.Id) is { } same)
            {
                problems.Add(path, 0, $"id: '{file.Definition.Id}' is the id of {same.Path} too.");
            }

            CheckConditions(file, conditions, problems);
            await CheckTemplatesAsync(file, templates, renderer, problems, cancellationToken);
            files.Add(file);
        }

        CheckCircles(files, problems);
        return files;
    }

    /// <summary>What would never come to rest, or lead nowhere, is refused.</summary>
    private static void CheckCircles(List<SequenceFile> files, Problems problems)
    {
        var options = new SequenceLintOptions { SequenceIds = [.. files.Select(file => file.Definition.Id)], Sequences = [.. files.Select(file => file.Definition)] };
        foreach (var file in files)
        {
            foreach (var finding in SequenceLinter.Lint(file.Json, options).Where(finding => finding.Code is "AM705" or "AM709"))
            {
                problems.Add(file.Path, finding.Line, $"{finding.Path}: {finding.Message}");
            }
        }
    }

    /// <summary>Every step that sends, with its path in the file.</summary>
    public static IEnumerable<(string Path, SendStep Step)> Sends(IReadOnlyList<Step> steps, string path = "steps")
        => steps.SelectMany((step, i) => step switch
        {
            SendStep send => [($"{path}[{i}].send", send)],
            IfStep branch => Sends(branch.Then, $"{path}[{i}].then").Concat(Sends(branch.Else, $"{path}[{i}].else")),
            WaitForStep wait => Sends(wait.Then, $"{path}[{i}].then").Concat(Sends(wait.Else, $"{path}[{i}].else")),
            SplitStep split => split.Branches.SelectMany((branch, b) => Sends(branch.Steps, $"{path}[{i}].split[{b}].steps")),
            _ => Enumerable.Empty<(string, SendStep)>(),
        });

    private static async Task<SequenceFile?> ReadOneAsync(string path, Problems problems, CancellationToken cancellationToken)
    {
        try
        {
            var json = await File.ReadAllTextAsync(path, cancellationToken);
            return new SequenceFile(path, json, SequenceReader.Read(json));
        }
        catch (FieldException e)
        {
            problems.Add(path, 0, e.Message);
            return null;
        }
    }

    private static void CheckConditions(SequenceFile file, LiquidConditions conditions, Problems problems)
    {
        var plan = new SequencePlan(file.Definition, 1);
        Check(plan.Conditions(), conditions.Check);
        Check(plan.Texts(), conditions.CheckText);

        void Check(IEnumerable<(string Place, string Text)> texts, Action<string> check)
        {
            foreach (var (place, text) in texts)
            {
                try
                {
                    check(text);
                }
                catch (TemplateException e)
                {
                    problems.Add(file.Path, 0, $"{place}: {e.Message}");
                }
            }
        }
    }

    private static async Task CheckTemplatesAsync(
        SequenceFile file, ITemplateSource templates, MailRenderer renderer, Problems problems, CancellationToken cancellationToken)
    {
        foreach (var (path, step) in Sends(file.Definition.Steps).DistinctBy(send => send.Step.Template))
        {
            try
            {
                if (await templates.FindAsync(step.Template, null, cancellationToken) is not { } template)
                {
                    problems.Add(file.Path, 0, $"{path}: there is no template '{step.Template}'.");
                    continue;
                }

                foreach (var problem in renderer.Check(template))
                {
                    problems.Add(file.Path, 0, $"{path}: template '{step.Template}', {problem.Part}{(problem.Line > 0 ? $", line {problem.Line}" : "")}: {problem.Message}");
                }
            }
            catch (Exception e) when (e is TemplateException or FieldException)
            {
                problems.Add(file.Path, 0, $"{path}: {e.Message}");
            }
        }
    }
}
