using System.Text.Encodings.Web;
using Automail.Engine.Templates;
using Fluid;
using Fluid.Ast;
using Fluid.Values;
using OrchardCore.DisplayManagement.Liquid.Tags;
using OrchardCore.Mvc.Utilities;

namespace Automail.OrchardModule.Templates.Theme;

/// <summary>
/// <c>{% shape "EmailButton", url: event.url %}</c> in mail: a part is rendered from its Liquid, in the mail's own culture, zone and limits; any other shape
/// of the site is drawn by Orchard.
/// </summary>
internal static class MailShapeTag
{
    /// <summary>The tag's name, Orchard's own.</summary>
    public const string Name = "shape";

    /// <summary>The filter in parts that are drawn in Razor.</summary>
    public const string HandOverName = "orchard_shape";

    /// <summary>The Liquid of a part that is drawn in Razor: Orchard draws it. Raw, so that everybody sees that HTML of another source is printed.</summary>
    public static string HandOver(string part) => $"{{{{ \"{part}\" | {HandOverName} | raw }}}}";

    /// <summary>Prints a part or shape.</summary>
    public static async ValueTask<Completion> WriteAsync(IReadOnlyList<FilterArgument> arguments, TextWriter writer, TextEncoder encoder, TemplateContext context)
    {
        if (context is not MailLiquidContext mail)
        {
            // A file that both a mail and a page include.
            return await ShapeTag.WriteToAsync(arguments, writer, encoder, context);
        }

        var name = "";
        var model = new Dictionary<string, FluidValue>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            var value = await RangeLimit.Apply(argument.Expression).EvaluateAsync(context);
            if (string.IsNullOrEmpty(argument.Name) || argument.Name == "type")
            {
                name = value.ToStringValue();
            }
            else
            {
                model[argument.Name.ToPascalCaseUnderscore()] = value;
            }
        }

        if (name.Length == 0)
        {
            throw new TemplateException("The tag 'shape' names no part.");
        }

        var parts = mail.Parts ?? throw NoParts(name);
        if (parts.Find(name) is OrchardLiquidTemplate part)
        {
            await WritePartAsync(part, name, model, writer, mail);
        }
        else
        {
            await writer.WriteAsync(await SiteShape.DrawAsync(name, model, mail));
        }

        return Completion.Normal;
    }

    /// <summary>The part that this is the source of, as Orchard draws it.</summary>
    public static async ValueTask<FluidValue> DrawAsync(FluidValue part, FilterArguments arguments, TemplateContext context)
    {
        var name = part.ToStringValue();
        return context is MailLiquidContext { Parts: not null } mail ? new StringValue(await SiteShape.DrawAsync(name, mail.Arguments, mail), encode: false) : throw NoParts(name);
    }

    private static TemplateException NoParts(string name) => new($"The part '{name}' cannot be printed here: parts are HTML.");

    private static async ValueTask WritePartAsync(
        OrchardLiquidTemplate part, string name, IReadOnlyDictionary<string, FluidValue> model, TextWriter writer, MailLiquidContext mail)
    {
        var inner = mail.Enter(name, model);
        try
        {
            await part.WriteAsync(writer, inner);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new TemplateException($"{name}: {error.Message}", error);
        }

        mail.Leave(inner);
    }
}
