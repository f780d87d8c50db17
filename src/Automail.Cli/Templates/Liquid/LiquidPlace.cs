using Automail.Engine.Templates;

namespace Automail.Cli.Templates.Liquid;

/// <summary>A place in a template.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal readonly record struct LiquidPlace(int Line, int Column)
{
    public TemplateException Error(string message) => new(message, Line, Column);
}
