using Automail.Engine.Templates;
using DotLiquid;

namespace Automail.Cli.Templates.Liquid;

/// <summary>A part of the theme that is printed, and what it is given.</summary>
/// <param name="Name">The part's name.</param>
/// <param name="Arguments">What stands on its <c>Model</c>.</param>
/// <param name="Place">Where the tag begins.</param>
internal sealed record LiquidShape(LiquidValue Name, (string Name, LiquidValue Value)[] Arguments, LiquidPlace Place)
{
    /// <summary>An argument's name on the model, as Orchard writes it: <c>image_url</c> is <c>ImageUrl</c>.</summary>
    public static string MemberName(string argument)
        => string.Concat(argument.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}

/// <summary>
/// <c>{% shape "EmailButton", url: event.url %}</c>: prints a part, which sees its arguments as <c>Model</c> and the names of the mail's model, and
/// no variable of the template around it.
/// </summary>
internal sealed class LiquidShapeTag : Tag
{
    private LiquidShape _shape = null!;

    public override void Initialize(string tagName, string markup, List<string> tokens) => _shape = LiquidTags.Entry<LiquidShape>(markup);

    public override void Render(Context context, TextWriter result)
    {
        var scope = LiquidScope.Of(context);
        scope.Place = _shape.Place;
        var name = LiquidText.ToText(_shape.Name.Get(context));
        var part = scope.Enter(name);
        var model = new Dictionary<string, object?>(_shape.Arguments.Length, StringComparer.Ordinal);
        foreach (var (argument, value) in _shape.Arguments)
        {
            model[argument] = value.Get(context);
        }

        Hash[] outside = [.. context.Scopes];
        context.Scopes.Clear();
        context.Scopes.Add(new Hash { ["Model"] = model });
        try
        {
            part.Document.Render(context, result);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The place in the part goes into the message; the place of the error is the tag's.
            var at = scope.Locate(name, scope.Place);
            var place = error.InnerException is TemplateException || error is TemplateException ? "" : $", line {at.Line}, column {at.Column}";
            throw new TemplateException($"{name}{place}: {error.Message}", _shape.Place.Line, _shape.Place.Column, error);
        }
        finally
        {
            scope.Leave();
            scope.Place = _shape.Place;
            context.Scopes.Clear();
            context.Scopes.AddRange(outside);
        }
    }
}
