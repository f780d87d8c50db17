namespace Automail.Engine;

/// <summary>Input from outside that cannot be accepted. Names the field, so that the sender can mend it.</summary>
public sealed class FieldException : Exception
{
    /// <summary>The path of the field, for example <c>data.items[2].quantity</c>.</summary>
    public string Field { get; } = "";

    /// <summary>An error without a field.</summary>
    public FieldException() { }

    /// <summary>An error without a field.</summary>
    public FieldException(string message) : base(message) { }

    /// <summary>An error without a field, with its cause.</summary>
    public FieldException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>An error at a field.</summary>
    public FieldException(string field, string problem) : base($"{field}: {problem}") => Field = field;

    /// <summary>An error at a field, with its cause.</summary>
    public FieldException(string field, string problem, Exception innerException) : base($"{field}: {problem}", innerException) => Field = field;
}
