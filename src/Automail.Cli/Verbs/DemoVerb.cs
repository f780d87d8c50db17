using System.CommandLine;
using System.CommandLine.Parsing;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Automail.Cli.Demo;
using Automail.Engine;
using Automail.Engine.Delivery.Smtp;

namespace Automail.Cli.Verbs;

/// <summary><c>automail demo</c>: the playground.</summary>
internal static class DemoVerb
{
    private const int StandardPort = 5080;

    public static Command Create(Terminal terminal)
    {
        var port = new Option<int>("--port") { HelpName = "N", Description = "The port on this machine.", DefaultValueFactory = _ => StandardPort, CustomParser = ReadPort };
        var data = new Option<string>("--data") { HelpName = "DIR", Description = "The folder that it keeps its data in.", DefaultValueFactory = _ => StandardFolder() };
        var smtp = new Option<string?>("--smtp") { HelpName = "URL", Description = "A mail server that gets the mail beside the inbox: smtp://user:password@host:port." };
        var apiKey = new Option<string?>("--api-key") { HelpName = "KEY", Description = "What senders of events have to show as Authorization: Bearer KEY." };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Opens no browser." };
        var command = new Command("demo", "The playground: a small shop, an inbox, a clock to move and live journeys.") { port, data, smtp, apiKey, noBrowser };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            terminal,
            new DemoOptions
            {
                Port = parsed.GetValue(port),
                Folder = parsed.GetRequiredValue(data),
                Smtp = CheckSmtp(parsed.GetValue(smtp)),
                ApiKey = parsed.GetValue(apiKey),
            },
            !parsed.GetValue(noBrowser),
            parsed.GetValue(CommandLine.Json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, DemoOptions options, bool browser, bool json, CancellationToken cancellationToken)
    {
        await using var server = await DemoServer.StartAsync(options, cancellationToken);
        await terminal.Output.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { address = server.Address, data = server.Folder }, OutputJson.Options)
            : $"""
              The Automail playground is running (without Orchard).
                Shop, inbox and clock  {server.Address}/
                Events                 POST {server.Address}/automail/events
                Data                   {server.Folder}
              No login is needed. Stop with Ctrl+C.
              """);
        await terminal.Output.FlushAsync(cancellationToken);
        if (browser)
        {
            Open(server.Address);
        }

        await server.WaitAsync(cancellationToken);
        return CommandLine.Done;
    }

    private static int ReadPort(ArgumentResult argument)
    {
        if (int.TryParse(argument.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535)
        {
            return port;
        }

        argument.AddError("--port is not a number from 0 to 65535.");
        return default;
    }

    private static string StandardFolder()
        => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "automail", "playground");

    private static string? CheckSmtp(string? url)
    {
        try
        {
            _ = url is null ? null : SmtpOptions.Parse(url, "--smtp");
            return url;
        }
        catch (FieldException e)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <summary>A machine without a desktop has nothing to open; the address was printed.</summary>
    private static void Open(string address)
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("DISPLAY") is null && Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is null)
        {
            return;
        }

        try
        {
            using var opened = OperatingSystem.IsWindows() ? Process.Start(new ProcessStartInfo(address) { UseShellExecute = true })
                : Process.Start(new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", address) { RedirectStandardError = true, RedirectStandardOutput = true });
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            // Nothing to open it with.
        }
    }
}
