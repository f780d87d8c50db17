using Automail.Engine.Templates;

namespace Automail.Cli.Templates;

/// <summary>Where the files of templates are.</summary>
internal interface ITemplateFiles
{
    /// <summary>Whether there is such a file.</summary>
    bool Exists(string path);

    /// <summary>The text of a file, with <c>\n</c> for line ends.</summary>
    /// <exception cref="TemplateException">It cannot be read; the message begins with <c>file:line:column</c>.</exception>
    string Read(string path);
}

/// <summary>The files of a disk.</summary>
internal sealed class DiskFiles : ITemplateFiles
{
    /// <summary>All files.</summary>
    public static readonly DiskFiles Instance = new();

    public bool Exists(string path) => File.Exists(path);

    public string Read(string path) => TemplateFile.Read(path);
}
