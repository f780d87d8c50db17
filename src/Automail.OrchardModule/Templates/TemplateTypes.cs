namespace Automail.OrchardModule.Templates;

/// <summary>The content types of this slice.</summary>
public static class TemplateTypes
{
    /// <summary>An e-mail template.</summary>
    public const string Template = "EmailTemplate";

    /// <summary>A layout around templates.</summary>
    public const string Layout = "EmailLayout";

    /// <summary>Whether a content type is one of these.</summary>
    internal static bool Includes(string contentType) => contentType is Template or Layout;
}
