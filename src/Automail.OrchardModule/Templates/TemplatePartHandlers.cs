using Automail.OrchardModule.Templates.Lint;
using OrchardCore.ContentManagement.Handlers;

namespace Automail.OrchardModule.Templates;

/// <summary>Checks templates on their way in, and shows them under their name.</summary>
internal sealed class EmailTemplatePartHandler(TemplateValidator validator, RawOutput raw, PublishGate gate) : ContentPartHandler<EmailTemplatePart>
{
    /// <inheritdoc/>
    public override Task ImportingAsync(ImportContentContext context, EmailTemplatePart part)
    {
        raw.Trust(part.ContentItem);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task ValidatingAsync(ValidateContentContext context, EmailTemplatePart part)
    {
        var problems = await validator.CheckAsync(part);
        foreach (var problem in problems.Count == 0 ? await gate.ErrorsOnArrivalAsync(part.ContentItem) : problems)
        {
            context.Fail(problem);
        }
    }

    /// <inheritdoc/>
    public override Task CreatedAsync(CreateContentContext context, EmailTemplatePart part) => Show(part);

    /// <inheritdoc/>
    public override Task UpdatedAsync(UpdateContentContext context, EmailTemplatePart part) => Show(part);

    private static Task Show(EmailTemplatePart part)
    {
        part.ContentItem.DisplayText = TemplateLocale.Of(part) is { } locale ? $"{part.Name} ({locale})" : part.Name;
        return Task.CompletedTask;
    }
}

/// <summary>Checks layouts on their way in, and shows them under their name.</summary>
internal sealed class EmailLayoutPartHandler(TemplateValidator validator, RawOutput raw, PublishGate gate) : ContentPartHandler<EmailLayoutPart>
{
    /// <inheritdoc/>
    public override Task ImportingAsync(ImportContentContext context, EmailLayoutPart part)
    {
        raw.Trust(part.ContentItem);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task ValidatingAsync(ValidateContentContext context, EmailLayoutPart part)
    {
        var problems = await validator.CheckAsync(part);
        foreach (var problem in problems.Count == 0 ? await gate.ErrorsOnArrivalAsync(part.ContentItem) : problems)
        {
            context.Fail(problem);
        }
    }

    /// <inheritdoc/>
    public override Task CreatedAsync(CreateContentContext context, EmailLayoutPart part) => Show(part);

    /// <inheritdoc/>
    public override Task UpdatedAsync(UpdateContentContext context, EmailLayoutPart part) => Show(part);

    private static Task Show(EmailLayoutPart part)
    {
        part.ContentItem.DisplayText = part.Name;
        return Task.CompletedTask;
    }
}
