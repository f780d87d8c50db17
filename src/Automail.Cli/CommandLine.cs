using System.CommandLine;
using Automail.Cli.Verbs;
using Automail.Engine;

namespace Automail.Cli;

/// <summary>Reads arguments and runs a verb. Exit codes: 0 done, 1 findings or failures, 2 wrong usage.</summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    /// <summary>For programs: results and problems as JSON.</summary>
    public static readonly Option<bool> Json = new("--json") { Description = "Write results and problems as JSON.", Recursive = true };

    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken)
    {
        var root = new RootCommand("E-mail automation: journeys from what people do to the mail that answers it.")
        {
            Json,
            DemoVerb.Create(terminal),
            SimulateVerb.Create(terminal),
            RenderVerb.Create(terminal),
            LintVerb.Create(terminal),
            SchemaVerb.Create(terminal),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            var verb = parsed.CommandResult.Command == root ? "" : $" {parsed.CommandResult.Command.Name}";
            var unknown = parsed.UnmatchedTokens.Count > 0 ? $"'{parsed.UnmatchedTokens[0]}' is not known here." : parsed.Errors[0].Message;
            await terminal.Error.WriteLineAsync($"automail{verb}: {unknown} See automail{verb} --help.");
            return WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false },
                cancellationToken);
        }
        catch (UsageException e)
        {
            await terminal.Error.WriteLineAsync($"automail {parsed.CommandResult.Command.Name}: {e.Message}");
            return WrongUsage;
        }
        catch (ProblemsException e)
        {
            await e.Problems.WriteAsync(terminal, parsed.GetValue(Json));
            return Failed;
        }
        catch (Exception e) when (e is FailureException or IOException or UnauthorizedAccessException or StoreUnavailableException)
        {
            await terminal.Error.WriteLineAsync($"automail {parsed.CommandResult.Command.Name}: {e.Message}");
            return Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync($"automail {parsed.CommandResult.Command.Name}: stopped.");
            return Failed;
        }
    }
}
