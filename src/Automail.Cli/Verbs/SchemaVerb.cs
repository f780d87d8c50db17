using System.CommandLine;
using Automail.Engine.Sequences;

namespace Automail.Cli.Verbs;

/// <summary><c>automail schema</c>: writes the JSON Schema of sequences, for editors.</summary>
internal static class SchemaVerb
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("schema", "Writes the JSON Schema of a sequence's definition.");
        command.SetAction(async (_, _) =>
        {
            await terminal.Output.WriteAsync(SequenceSchema.Json);
            return CommandLine.Done;
        });
        return command;
    }
}
