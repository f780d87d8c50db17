using System.Globalization;
using MimeKit;

namespace Automail.Engine.Delivery;

/// <summary>
/// Leaves each mail as an .eml file in a folder. Files appear whole (written beside and renamed) under a name that sorts by time; handing the same
/// mail over again replaces its file.
/// </summary>
public sealed class PickupTransport : IMailTransport
{
    private static readonly FormatOptions Format = CreateFormat();
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
    public static string FileName(OutgoingMail mail)
        => string.Create(CultureInfo.InvariantCulture, $"{mail.Date.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}-{mail.SendId}.eml");

    /// <inheritdoc />
    public async Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        MimeMessage message;
        try
        {
            message = MimeBuilder.Build(mail);
        }
        catch (FieldException error)
        {
            return new DeliveryResult(DeliveryOutcome.Permanent, error.Message);
        }

        using (message)
        {
            var path = Path.Combine(_folder, FileName(mail));
            var temporary = path + ".tmp";
            try
            {
                Directory.CreateDirectory(_folder);
                await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 16384, FileOptions.Asynchronous))
                {
                    await message.WriteToAsync(Format, file, cancellationToken);
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

    private static FormatOptions CreateFormat()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }
}
