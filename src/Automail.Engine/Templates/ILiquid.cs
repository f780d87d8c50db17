namespace Automail.Engine.Templates;

/// <summary>How output of <c>{{ … }}</c> is written.</summary>
public enum LiquidEncoding
{
    /// <summary>HTML-encoded, unless the author wrote <c>raw</c>.</summary>
    Html,

    /// <summary>As it is, for subjects, plain text and conditions.</summary>
    None,
}

/// <summary>The port to a Liquid implementation; the host brings one (DotLiquid on the command line, Fluid in Orchard).</summary>
public interface ILiquid
{
    /// <summary>Parses a template; the result can be rendered many times, by many threads.</summary>
    /// <exception cref="TemplateException">The syntax is wrong.</exception>
    ILiquidTemplate Parse(string source, LiquidEncoding encoding);
}

/// <summary>A parsed template.</summary>
public interface ILiquidTemplate
{
    /// <summary>
    /// Renders with a model of dictionaries (<c>IReadOnlyDictionary&lt;string, object?&gt;</c>), lists, strings, numbers, booleans and
    /// <see cref="DateTimeOffset"/>. <paramref name="context"/> gives the culture and zone for money and dates.
    /// </summary>
    /// <exception cref="TemplateException">Rendering failed or went over its limits; nothing half rendered is returned.</exception>
    ValueTask<string> RenderAsync(IReadOnlyDictionary<string, object?> model, LiquidContext context, CancellationToken cancellationToken = default);
}

/// <summary>What rendering has to know besides the model.</summary>
/// <param name="Locale">BCP 47 tag; empty for the invariant culture.</param>
/// <param name="TimeZone">IANA zone; null for UTC.</param>
/// <param name="Now">The present, UTC: what <c>now</c> means.</param>
public sealed record LiquidContext(string Locale, string? TimeZone, DateTimeOffset Now)
{
    /// <summary>How deep parts may stand in parts; a part that prints itself is an error at once.</summary>
    public const int MaxPartDepth = 12;

    /// <summary>What <c>{% shape "NAME" %}</c> prints; null where no HTML is made.</summary>
    public IMailParts? Parts { get; init; }
}

/// <summary>A template that cannot be parsed or rendered.</summary>
public sealed class TemplateException : Exception
{
    /// <summary>The line, from 1; 0 when unknown.</summary>
    public int Line { get; }

    /// <summary>The column, from 1; 0 when unknown.</summary>
    public int Column { get; }

    /// <summary>An error without details.</summary>
    public TemplateException() { }

    /// <summary>An error without a place.</summary>
    public TemplateException(string message) : base(message) { }

    /// <summary>An error without a place, with its cause.</summary>
    public TemplateException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>An error at a place.</summary>
    public TemplateException(string message, int line, int column, Exception? innerException = null) : base(message, innerException)
        => (Line, Column) = (line, column);
}
