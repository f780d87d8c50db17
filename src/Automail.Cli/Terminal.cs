using System.Text;
using Spectre.Console;

namespace Automail.Cli;

/// <summary>Where a verb writes to: results to standard output, everything else to standard error.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool interactive)
{
    /// <summary>Results.</summary>
    public TextWriter Output => output;

    /// <summary>Messages, problems and progress.</summary>
    public TextWriter Error => error;

    /// <summary>Results with colour and tables where the terminal has them.</summary>
    public IAnsiConsole Rich { get; } = CreateConsole(output, interactive);

    /// <summary>Progress bars; null where nobody looks.</summary>
    public IAnsiConsole? Progress { get; } = interactive && !Console.IsErrorRedirected ? CreateConsole(error, interactive) : null;

    /// <summary>The process's own. A byte order mark has no place in output that other programs read.</summary>
    public static Terminal OfProcess()
    {
        if (Console.IsOutputRedirected)
        {
            Console.OutputEncoding = new UTF8Encoding(false);
        }

        return new Terminal(Console.Out, Console.Error, interactive: !Console.IsOutputRedirected);
    }

    private static IAnsiConsole CreateConsole(TextWriter writer, bool interactive) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Interactive = InteractionSupport.No,
        Ansi = interactive ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = interactive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
    });
}
