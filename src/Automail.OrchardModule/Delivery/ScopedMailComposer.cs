using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using OrchardCore.Environment.Shell.Scope;

namespace Automail.OrchardModule.Delivery;

/// <summary>Makes each mail in a scope of its own: mails are made side by side, and the scoped services behind Liquid's filters serve one thread at a time.</summary>
internal sealed class ScopedMailComposer(MailComposer inner) : IMailComposer
{
    /// <inheritdoc/>
    public async Task<OutgoingMail> ComposeAsync(SendRecord record, Contact contact, Enrollment? enrollment, CancellationToken cancellationToken)
    {
        OutgoingMail? mail = null;
        await ShellScope.UsingChildScopeAsync(
            async _ => mail = await inner.ComposeAsync(record, contact, enrollment, cancellationToken));
        return mail!;
    }
}
