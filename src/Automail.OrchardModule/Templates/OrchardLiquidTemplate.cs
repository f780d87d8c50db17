using System.Text.Encodings.Web;
using Automail.Engine.Templates;
using Automail.OrchardModule.Templates.Theme;
using Fluid;
using OrchardCore.Environment.Shell.Scope;

namespace Automail.OrchardModule.Templates;

/// <summary>A parsed template of Orchard's Liquid.</summary>
internal sealed class OrchardLiquidTemplate(IFluidTemplate template, TextEncoder encoder, TemplateOptions options) : ILiquidTemplate
{
    /// <inheritdoc/>
    public async ValueTask<string> RenderAsync(IReadOnlyDictionary<string, object?> model, LiquidContext context, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // The filters of Orchard that need services find those of the scope that the mail is made in.
            var liquid = new MailLiquidContext(ShellScope.Services ?? NoServices.Instance, options, model, context);
            await using var writer = new LimitedWriter(MailRenderer.MaxLength);
            await WriteAsync(writer, liquid);
            return writer.ToString();
        }
        catch (Exception error) when (error is not (OperationCanceledException or TemplateException))
        {
            // Whatever a filter, a tag or a value throws is a fault of this template with this model.
            throw new TemplateException(error.Message, error);
        }
    }

    /// <summary>Renders as a part of another template.</summary>
    public ValueTask WriteAsync(TextWriter writer, MailLiquidContext context) => template.RenderAsync(writer, encoder, context);

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
