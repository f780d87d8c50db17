using Automail.Engine;
using Automail.Engine.Delivery;
using Automail.Engine.Delivery.Smtp;
using Automail.OrchardModule.Delivery.Settings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrchardCore.Environment.Shell;

namespace Automail.OrchardModule.Delivery;

/// <summary>The tenant's transport: one, with its kept connections, until the settings change.</summary>
public sealed class MailTransports(
    AutomailSettingsReader settings, IOptions<ShellOptions> shells, ShellSettings tenant, ILogger<MailTransports> logger) : IAsyncDisposable, IDisposable
{
    private readonly Lock _lock = new();
    private Current? _current;

    /// <summary>How many mails may be handed over at once.</summary>
    public int Concurrency
    {
        get
        {
            lock (_lock)
            {
                return _current?.Transport.Concurrency ?? 4;
            }
        }
    }

    /// <summary>The transport for the settings in force.</summary>
    /// <exception cref="FieldException">The settings cannot be used; names the setting.</exception>
    public async ValueTask<IPlainMailTransport> GetAsync()
    {
        var options = await settings.GetAsync();
        Current? old;
        Current next;
        lock (_lock)
        {
            if (_current is { } current && ReferenceEquals(current.Options, options))
            {
                return current.Transport;
            }

            old = _current;
            next = old is not null && IsSame(old.Options, options) ? old with { Options = options } : new Current(options, Create(options));
            _current = next;
        }

        if (old is not null && !ReferenceEquals(old.Transport, next.Transport))
        {
            // Mails that are being handed over still finish.
            await DisposeAsync(old.Transport);
        }

        return next.Transport;
    }

    /// <summary>The pickup folder of the settings in force, as a full path.</summary>
    /// <exception cref="FieldException">It lies outside the folder that mail may be written to.</exception>
    public string PickupFolder(AutomailOptions options)
    {
        var root = Path.GetFullPath(options.PickupBase
            ?? Path.Combine(shells.Value.ShellsApplicationDataPath, shells.Value.ShellsContainerName, tenant.Name, "Emails"));
        var folder = Path.GetFullPath(Path.Combine(root, options.PickupFolder.TrimStart('/', '\\')));
        return folder == root || folder.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? folder
            : throw new FieldException("pickupFolder", $"'{options.PickupFolder}' leads out of the site's folder for mail.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_current is { } current)
        {
            await DisposeAsync(current.Transport);
        }
    }

    /// <summary>For Orchard, which lets the garbage collector dispose a tenant's container when nobody did: then there is no caller to wait.</summary>
    public void Dispose() => _ = DisposeAsync().AsTask();

    private static bool IsSame(AutomailOptions first, AutomailOptions second)
        => first.Delivery == second.Delivery && first.Smtp == second.Smtp && first.PickupBase == second.PickupBase && first.PickupFolder == second.PickupFolder;

    private IPlainMailTransport Create(AutomailOptions options)
        => options.Delivery == DeliveryMethod.Pickup ? new PickupTransport(PickupFolder(options))
            : options.Smtp is { } smtp ? new SmtpTransport(smtp)
            : throw new FieldException("host", "No mail server is set (Settings, Email, Automail).");

    private async ValueTask DisposeAsync(IPlainMailTransport transport)
    {
        if (transport is IAsyncDisposable disposable)
        {
            try
            {
                await disposable.DisposeAsync();
            }
            catch (Exception e)
            {
                logger.LogWarning(e, "Closing the connections to the mail server failed");
            }
        }
    }

    private sealed record Current(AutomailOptions Options, IPlainMailTransport Transport);
}
