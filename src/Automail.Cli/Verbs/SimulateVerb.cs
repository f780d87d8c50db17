using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Automail.Cli.Simulation;
using Automail.Cli.Templates;
using Automail.Engine;
using Automail.Engine.Behavior;
using Spectre.Console;

namespace Automail.Cli.Verbs;

/// <summary><c>automail simulate</c>: runs a population through virtual time.</summary>
internal static class SimulateVerb
{
    /// <summary>The calendar ends with 9999, and a wait has up to ten years.</summary>
    private const int MaxYear = 9_900;

    public static Command Create(Terminal terminal)
    {
        var sequences = new Option<string>("--sequences") { Required = true, HelpName = "DIR", Description = "The folder of sequences, one a file (*.json)." };
        var templates = new Option<string>("--templates") { Required = true, HelpName = "DIR", Description = "The folder of templates that they send." };
        var events = new Option<string>("--events") { Required = true, HelpName = "FILE.jsonl", Description = "What people do: one CloudEvent a line, in any order." };
        var contacts = new Option<string?>("--contacts") { HelpName = "FILE.jsonl", Description = "The contacts that are known when it starts: one a line." };
        var until = new Option<DateTimeOffset>("--until") { Required = true, HelpName = "TIME", Description = "Where it ends, this moment included, such as 2026-06-30T00:00:00Z.", CustomParser = ReadTime };
        var seed = new Option<int>("--seed") { HelpName = "N", Description = "Where chance starts from; the same input and seed give the same bytes." };
        var output = new Option<string>("--out") { Required = true, HelpName = "DIR", Description = "The folder for sends.jsonl, skips.jsonl and summary.json." };
        var command = new Command("simulate", "Runs a population through virtual time on the production engine and writes down who gets what when.")
        {
            sequences, templates, events, contacts, until, seed, output,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            terminal,
            new SimulationInput
            {
                Sequences = parsed.GetRequiredValue(sequences),
                Events = parsed.GetRequiredValue(events),
                Contacts = parsed.GetValue(contacts),
                Until = parsed.GetRequiredValue(until),
                Seed = parsed.GetValue(seed),
            },
            parsed.GetRequiredValue(templates),
            parsed.GetRequiredValue(output),
            parsed.GetValue(CommandLine.Json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, SimulationInput input, string templates, string folder, bool json, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(templates))
        {
            throw new UsageException($"{templates} is not a folder.");
        }

        var liquid = new DotLiquidEngine();
        var simulator = new Simulator(input, liquid, new FileTemplateSource(templates, liquid));
        var summary = await WithProgressAsync(terminal, report => simulator.RunAsync(folder, report, cancellationToken));
        Write(terminal, summary, folder, json);
        return CommandLine.Done;
    }

    private static DateTimeOffset ReadTime(ArgumentResult argument)
    {
        try
        {
            var until = EventFields.Time(JsonSerializer.SerializeToElement(argument.Tokens[0].Value), "--until");
            return until.Year <= MaxYear ? until : throw new FieldException("--until", $"lies after the year {MaxYear}.");
        }
        catch (FieldException e)
        {
            argument.AddError(e.Message);
            return default;
        }
    }

    private static async Task<SimulationSummary> WithProgressAsync(Terminal terminal, Func<Action<double>, Task<SimulationSummary>> run)
    {
        if (terminal.Progress is not { } console)
        {
            return await run(_ => { });
        }

        return await console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("Simulating", maxValue: 1);
                return await run(part => task.Value = part);
            });
    }

    private static void Write(Terminal terminal, SimulationSummary summary, string folder, bool json)
    {
        if (json)
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, OutputJson.Indented))
            {
                summary.WriteTo(writer);
            }

            terminal.Output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumn("Sequence").AddColumn("Step").AddColumn("Template");
        foreach (var column in (string[])["Entered", "Sent", "Skipped"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var (id, counts) in summary.Tally.Sequences)
        {
            table.AddRow(Markup.Escape(id), "", "", Number(counts.Entered), Number(counts.Steps.Sum(step => step.Sent)), Number(counts.Steps.Sum(step => step.Skipped.Values.Sum())));
            foreach (var step in counts.Steps)
            {
                table.AddRow("", Markup.Escape(step.StepId), Markup.Escape(step.Template), "", Number(step.Sent), Number(step.Skipped.Values.Sum()));
            }
        }

        terminal.Rich.Write(table);
        terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Contacts:N0} contacts, {summary.EventsAccepted:N0} events, {OutputJson.Time(summary.From)} to {OutputJson.Time(summary.Input.Until)}. Written to {folder}."));
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
