using Microsoft.Extensions.Localization;
using OrchardCore.Email;
using OrchardCore.Email.Services;

namespace Automail.OrchardModule.Tests.Sites;

/// <summary>Another module that has a say in mail: nothing goes to <see cref="Address"/>.</summary>
internal sealed class RefusingListener : EmailServiceEventsBase
{
    public const string Address = "refused@mail.test";

    public override Task ValidatingAsync(MailMessage message, MailMessageValidationContext context, CancellationToken cancellationToken = default)
    {
        if (message.To == Address)
        {
            context.Errors["To"] = [new LocalizedString("refused", "not to this one")];
        }

        return Task.CompletedTask;
    }
}
