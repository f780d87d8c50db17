namespace Automail.Cli;

/// <summary>The command cannot do its work; the message is the one line that the caller sees.</summary>
internal sealed class FailureException(string message) : Exception(message);
