using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Automail.Engine.Delivery.Mime;

namespace Automail.Engine.Delivery;

/// <summary>
/// Leaves each mail as an .eml file in a folder. Files appear whole (written beside and renamed) under a name that sorts by time; handing the same
/// mail over again replaces its file.
/// </summary>
public sealed class PickupTransport : IPlainMailTransport
{
    private readonly string _folder;

    /// <summary>Takes the folder, which is made when the first mail comes.</summary>
    /// <exception cref="FieldException">The path is empty or not valid.</exception>
    public PickupTransport(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder) || folder.Contains('\0', StringComparison.Ordinal))
        {
            throw new FieldException("pickupFolder", "is not a path.");
        }

        _folder = Path.GetFullPath(folder);
    }

    /// <inheritdoc />
    public int Concurrency => 4;

    /// <summary>The name of a mail's file: the Date header in UTC to the millisecond, then the send id.</summary>
    public static string FileName(OutgoingMail mail) => FileName(mail.Date, mail.SendId);

    /// <inheritdoc />
    public Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
        => SendAsync(() => MimeBuilder.ToWire(mail), FileName(mail), cancellationToken);

    /// <inheritdoc />
    public Task<DeliveryResult> SendAsync(PlainMail mail, CancellationToken cancellationToken)
        => SendAsync(() => PlainMimeBuilder.ToWire(mail), FileName(mail.Date, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail.MessageId)).AsSpan(0, 16))), cancellationToken);

    private static string FileName(DateTimeOffset date, string id)
        => string.Create(CultureInfo.InvariantCulture, $"{date.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}-{id}.eml");

    private async Task<DeliveryResult> SendAsync(Func<WireMail> build, string fileName, CancellationToken cancellationToken)
    {
        WireMail mail;
        try
        {
            mail = build();
        }
        catch (FieldException error)
        {
            return new DeliveryResult(DeliveryOutcome.Permanent, error.Message);
        }

        var path = Path.Combine(_folder, fileName);
        var temporary = path + ".tmp";
        try
        {
            Directory.CreateDirectory(_folder);
            await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous))
            {
                await file.WriteAsync(mail.Bytes, cancellationToken);
            }

            File.Move(temporary, path, overwrite: true);
            return DeliveryResult.Accepted;
        }
        catch (OperationCanceledException)
        {
            Discard(temporary);
            return new DeliveryResult(DeliveryOutcome.Transient, "Stopped before the mail was written.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Discard(temporary);
            return new DeliveryResult(DeliveryOutcome.Transient, $"The pickup folder {_folder} cannot be written: {error.Message}");
        }
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What made the folder unwritable may keep the half-written file there too; it does not end in .eml and is written over next time.
        }
    }
}
