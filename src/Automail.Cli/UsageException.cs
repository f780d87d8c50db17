namespace Automail.Cli;

/// <summary>The command was called in a wrong way; the message is the one line that the caller sees.</summary>
internal sealed class UsageException(string message) : Exception(message);
