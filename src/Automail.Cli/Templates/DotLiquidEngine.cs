using System.Globalization;
using System.Runtime.CompilerServices;
using Automail.Cli.Templates.Liquid;
using Automail.Engine.Templates;
using DotLiquid;

namespace Automail.Cli.Templates;

/// <summary>
/// DotLiquid behind the engine's port, narrowed to the portable Liquid: the tags assign, capture, case, comment, cycle, for, if, unless, raw and
/// shape, and the filters of <see cref="LiquidFilters"/>. Thread-safe.
/// </summary>
internal sealed class DotLiquidEngine : ILiquid
{
    /// <summary>The longest template, in characters.</summary>
    public const int MaxSource = 1024 * 1024;

    static DotLiquidEngine()
    {
        // DotLiquid's own tags are registered by this constructor; ours come beside them.
        RuntimeHelpers.RunClassConstructor(typeof(DotLiquid.Liquid).TypeHandle);
        LiquidTags.Register();
    }

    /// <inheritdoc />
    public ILiquidTemplate Parse(string source, LiquidEncoding encoding)
        => source.Length <= MaxSource
            ? new DotLiquidTemplate(LiquidProgram.Compile(source, encoding))
            : throw new TemplateException($"The template is longer than {MaxSource} characters.");
}

/// <summary>A parsed template.</summary>
internal sealed class DotLiquidTemplate(Document document) : ILiquidTemplate
{
    // Of one loop; all loops together have LiquidScope.MaxSteps.
    private const int MaxIterations = LiquidScope.MaxSteps;

    /// <summary>What is rendered.</summary>
    public Document Document => document;

    /// <inheritdoc />
    public ValueTask<string> RenderAsync(IReadOnlyDictionary<string, object?> model, LiquidContext context, CancellationToken cancellationToken = default)
        => ValueTask.FromResult(Render(model, context, cancellationToken));

    /// <summary>Renders; nothing here waits.</summary>
    public string Render(IReadOnlyDictionary<string, object?> model, LiquidContext context, CancellationToken cancellationToken = default)
    {
        var environment = new Hash();
        foreach (var (name, value) in model)
        {
            environment[name] = value;
        }

        var scope = new LiquidScope(FindCulture(context.Locale), FindZone(context.TimeZone), context);
        var liquid = new Context(
            [environment], new Hash(), scope.ToRegisters(), ErrorsOutputMode.Rethrow, MaxIterations, CultureInfo.InvariantCulture, cancellationToken);
        using var writer = new LimitedWriter(MailRenderer.MaxLength);
        try
        {
            document.Render(liquid, writer);
            return writer.ToString();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever a filter or a value throws is a fault of this template with this model.
            throw new TemplateException(error.Message, scope.Place.Line, scope.Place.Column, error);
        }
    }

    private static CultureInfo FindCulture(string locale)
    {
        try
        {
            return CultureInfo.GetCultureInfo(locale);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }

    private static TimeZoneInfo FindZone(string? id)
        => id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;
}
