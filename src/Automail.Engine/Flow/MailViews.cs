using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;
using Automail.Engine.Tracking;

namespace Automail.Engine.Flow;

/// <summary>What a browser shows for a valid token.</summary>
/// <param name="Html">The mail's complete HTML document; null when it can no longer be shown.</param>
public sealed record MailView(string? Html);

/// <summary>
/// Shows a mail in a browser. No mail's text is kept: it is made again from the ledger's record, its template, event and enrollment and the contact, with the very links that the mail has. Looking
/// changes nothing (design, invariant 7) and counts as nothing, neither as an open nor as a click.
/// </summary>
public sealed class MailViews(IAutomailStore store, IMailComposer composer, ITokenProtector tokens)
{
    /// <summary>
    /// The Content-Security-Policy of the page (W3C CSP Level 3): pictures, fonts and its own styles, and nothing else. It runs no script, sends no form, and stands in nobody's frame.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; img-src * data:; font-src https: data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The mail of a token; null for a token that is forged, truncated, or for something else.</summary>
    public async Task<MailView?> FindAsync(string token, CancellationToken cancellationToken = default)
    {
        if (tokens.Unprotect(token) is not { Kind: TokenKind.View, SendId: var id })
        {
            return null;
        }

        var (record, contact, enrollment) = await store.ReadAsync(unit => ReadAsync(unit, id), cancellationToken);
        if (record?.Email is not { } address || contact?.Email is null)
        {
            return new MailView(null);
        }

        try
        {
            // Whoever was written to, and no address that the contact got later.
            return new MailView((await composer.ComposeAsync(record, contact with { Email = address }, enrollment, cancellationToken)).Html);
        }
        catch (Exception error) when (error is TemplateException or FieldException)
        {
            return new MailView(null);
        }
    }

    private static async Task<(SendRecord? Record, Contact? Contact, Enrollment? Enrollment)> ReadAsync(IUnitOfWork unit, string id)
    {
        var record = (await unit.Ledger.GetAsync([id])).GetValueOrDefault(id);
        var contact = record is null ? null : await unit.Contacts.GetAsync(record.ContactId);
        var enrollment = record?.EnrollmentId is { } own ? (await unit.Enrollments.GetAsync([own])).GetValueOrDefault(own) : null;
        return (record, contact, enrollment);
    }
}
