namespace Automail.Engine;

/// <summary>The store cannot be written or read at all: disk full, file read-only, server gone. Nothing of the unit was kept.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Without details.</summary>
    public StoreUnavailableException() : base("The store is not available.") { }

    /// <summary>With what to do about it.</summary>
    public StoreUnavailableException(string message) : base(message) { }

    /// <summary>With what to do about it, and the cause.</summary>
    public StoreUnavailableException(string message, Exception innerException) : base(message, innerException) { }
}
