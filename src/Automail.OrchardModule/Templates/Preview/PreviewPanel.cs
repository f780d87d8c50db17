using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using OrchardCore.ContentManagement;

namespace Automail.OrchardModule.Templates.Preview;

/// <summary>The preview below the editors of templates and layouts.</summary>
internal sealed class PreviewPanel(IHttpContextAccessor contexts, IAuthorizationService authorization)
{
    /// <summary>The name of its shape.</summary>
    public const string Shape = "EmailTemplatePreview";

    /// <summary>Fills it.</summary>
    /// <param name="model">What its view shows.</param>
    /// <param name="prefix">The prefix of the editor's fields.</param>
    /// <param name="item">What is edited.</param>
    public async ValueTask FillAsync(TemplatePreviewViewModel model, string prefix, ContentItem item)
    {
        (model.FieldPrefix, model.ContentItemId, model.IsLayout, model.EventTypes) = (prefix, item.ContentItemId, item.ContentType == TemplateTypes.Layout, Samples.EventTypesInOrder);
        model.MaySeeContacts = contexts.HttpContext?.User is { } user && await authorization.AuthorizeAsync(user, AutomailPermissions.ViewContacts);
    }
}
