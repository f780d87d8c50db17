using Automail.Cli;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first time lets the work end in order, the second time ends the process.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};
return await CommandLine.RunAsync(args, Terminal.OfProcess(), stop.Token);
