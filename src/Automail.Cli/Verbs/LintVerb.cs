using System.CommandLine;
using System.Text.Json;
using Automail.Cli.Lint;
using Automail.Engine.Templates;
using Automail.Engine.Templates.Lint;

namespace Automail.Cli.Verbs;

/// <summary><c>automail lint</c>: tells what is wrong with sequences, templates, layouts and themes before anything is sent.</summary>
internal static class LintVerb
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH") { Arity = ArgumentArity.OneOrMore, Description = "Files and folders with sequences (JSON), templates, layouts (in a folder layouts) or the parts of a theme (in a folder Views)." };
        var theme = new Option<string?>("--theme") { HelpName = "DIR", Description = "The folder of the e-mail theme that the templates are used with; the parts in its folder Views take the place of the built-in ones." };
        var failOn = new Option<string>("--fail-on")
        {
            HelpName = "SEVERITY",
            Description = "What makes the exit code 1: error, warning (and error), or note (anything).",
            DefaultValueFactory = _ => FileFinding.Name(LintSeverity.Warning),
        };
        var command = new Command("lint", "Tells what is wrong with sequences, templates, layouts and themes: FILE:LINE:COLUMN SEVERITY CODE MESSAGE.") { paths, theme, failOn };
        command.SetAction((parsed, _) => RunAsync(
            terminal,
            parsed.GetRequiredValue(paths),
            parsed.GetValue(theme),
            ReadSeverity(parsed.GetRequiredValue(failOn)),
            parsed.GetValue(CommandLine.Json)));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string[] paths, string? theme, LintSeverity failOn, bool json)
    {
        if (theme is not null && !Directory.Exists(theme))
        {
            throw new UsageException($"--theme: there is no folder {theme}.");
        }

        var files = LintFiles.Find(paths);
        IReadOnlyList<FileFinding> findings;
        try
        {
            findings =
            [
                .. new FileLinter(theme).Lint(files.Templates).Concat(new SequenceFileLinter(files).Lint())
                    .OrderBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Line).ThenBy(finding => finding.Column).ThenBy(finding => finding.Code, StringComparer.Ordinal),
            ];
        }
        catch (TemplateException error)
        {
            throw new FailureException(error.Message);
        }

        if (json)
        {
            await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(
                new
                {
                    files = files.Count,
                    errors = Count(findings, LintSeverity.Error),
                    warnings = Count(findings, LintSeverity.Warning),
                    notes = Count(findings, LintSeverity.Note),
                    findings = findings.Select(found => new
                    {
                        file = found.File, line = found.Line, column = found.Column, severity = FileFinding.Name(found.Severity), code = found.Code, message = found.Message,
                    }),
                },
                OutputJson.Options));
        }
        else
        {
            foreach (var finding in findings)
            {
                await terminal.Output.WriteLineAsync(finding.ToString());
            }

            await terminal.Error.WriteLineAsync(
                $"{Some(files.Count, "file")}: {Some(Count(findings, LintSeverity.Error), "error")}, {Some(Count(findings, LintSeverity.Warning), "warning")}, {Some(Count(findings, LintSeverity.Note), "note")}.");
        }

        return findings.Any(finding => finding.Severity >= failOn) ? CommandLine.Failed : CommandLine.Done;
    }

    private static LintSeverity ReadSeverity(string name)
        => Enum.GetValues<LintSeverity>().Where(severity => FileFinding.Name(severity) == name).Cast<LintSeverity?>().FirstOrDefault()
            ?? throw new UsageException($"--fail-on: '{name}' is not known; there are error, warning and note.");

    private static int Count(IReadOnlyList<FileFinding> findings, LintSeverity severity) => findings.Count(finding => finding.Severity == severity);

    private static string Some(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
