using System.Globalization;
using System.Text;
using Automail.Engine;
using Automail.Engine.Tracking;

namespace Automail.Cli.Demo;

/// <summary>The folder with all that a playground keeps. One playground at a time has it.</summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly FileStream _lock;

    private DemoFolder(string path, FileStream lockFile) => (Path, _lock) = (path, lockFile);

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The database.</summary>
    public string Database => System.IO.Path.Combine(Path, "automail.db");

    /// <summary>The folder in which mail lands as .eml files.</summary>
    public string Pickup => System.IO.Path.Combine(Path, "pickup");

    /// <summary>The folder in which calls of other systems are kept instead of made, as .json files.</summary>
    public string Calls => System.IO.Path.Combine(Path, "webhooks");

    private string ClockFile => System.IO.Path.Combine(Path, "clock.txt");

    private string SecretFile => System.IO.Path.Combine(Path, "token-secret.txt");

    /// <summary>Makes the folder if need be, and takes it.</summary>
    /// <exception cref="FailureException">It cannot be written, or another playground has it.</exception>
    public static DemoFolder Take(string path)
    {
        try
        {
            var full = Directory.CreateDirectory(path).FullName;
            var lockFile = new FileStream(System.IO.Path.Combine(full, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            return new DemoFolder(full, lockFile);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FailureException($"The data folder {path} cannot be written: {e.Message} Choose another one with --data DIR.");
        }
        catch (IOException e)
        {
            throw new FailureException(File.Exists(System.IO.Path.Combine(path, ".lock"))
                ? $"The data folder {path} is in use by another playground, or cannot be written. Choose another one with --data DIR."
                : $"The data folder {path} cannot be written: {e.Message} Choose another one with --data DIR.");
        }
    }

    /// <summary>The secret of the links in mail, made at the first start. Only the owner of the folder may read it.</summary>
    /// <exception cref="FailureException">The file holds no secret.</exception>
    public byte[] ReadSecret()
    {
        if (!File.Exists(SecretFile))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(SecretFile, options);
            file.Write(Encoding.ASCII.GetBytes(TokenSecret.Create()));
        }

        try
        {
            return TokenSecret.Parse(File.ReadAllText(SecretFile));
        }
        catch (FieldException e)
        {
            throw new FailureException($"{SecretFile} holds no secret ({e.Message}) Remove it to have a new one made; links in mail already sent stop working then.");
        }
    }

    /// <summary>How far the playground's time was ahead of real time when it was last moved.</summary>
    public TimeSpan ReadAhead()
        => File.Exists(ClockFile) && TimeSpan.TryParse(File.ReadAllText(ClockFile), CultureInfo.InvariantCulture, out var ahead) && ahead > TimeSpan.Zero
            ? ahead
            : TimeSpan.Zero;

    /// <summary>Keeps how far it is ahead; the file is never half written.</summary>
    public void WriteAhead(TimeSpan ahead)
    {
        File.WriteAllText(ClockFile + ".part", ahead.ToString("c", CultureInfo.InvariantCulture));
        File.Move(ClockFile + ".part", ClockFile, overwrite: true);
    }

    public void Dispose() => _lock.Dispose();
}
