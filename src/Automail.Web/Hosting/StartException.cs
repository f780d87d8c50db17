namespace Automail.Web.Hosting;

/// <summary>Why the site cannot start, in words for the console.</summary>
internal sealed class StartException(string message) : Exception(message);
