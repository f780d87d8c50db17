namespace Automail.Cli.Demo;

/// <summary>How the playground runs.</summary>
internal sealed record DemoOptions
{
    /// <summary>The port on the loopback address; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>Where it keeps all its data.</summary>
    public required string Folder { get; init; }

    /// <summary>The mail server that gets the mail beside the inbox, as an smtp:// address; null for none.</summary>
    public string? Smtp { get; init; }

    /// <summary>What senders of events have to show; null for nothing.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How many requests with events are taken in a minute.</summary>
    public int EventRequestsPerMinute { get; init; } = 6_000;

    /// <summary>Real time, along which the playground's own time runs.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
