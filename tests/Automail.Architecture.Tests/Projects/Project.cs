using System.Xml.Linq;

namespace Automail.Architecture.Tests.Projects;

/// <summary>A project file, as written.</summary>
internal sealed class Project
{
    private readonly XDocument _xml;

    private Project(string path)
    {
        Path = path;
        _xml = XDocument.Load(Repository.PathOf(path));
    }

    /// <summary>Every project under <c>src</c>, <c>themes</c> and <c>tests</c>.</summary>
    public static IReadOnlyList<Project> All { get; } =
        [.. ((string[])["src", "themes", "tests"]).SelectMany(folder => Repository.Files(folder, "*.csproj")).Select(path => new Project(path))];

    /// <summary>Relative to the root.</summary>
    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The names of the projects that it references.</summary>
    public IReadOnlyList<string> References => [.. Includes("ProjectReference").Select(path => System.IO.Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))];

    public IReadOnlyList<string> Packages => Includes("PackageReference");

    public IReadOnlyList<string> FrameworkReferences => Includes("FrameworkReference");

    /// <summary>Versions that stand in the project instead of Directory.Packages.props.</summary>
    public IEnumerable<string> OwnVersions => _xml.Descendants("PackageReference")
        .Where(element => element.Attribute("Version") is not null || element.Attribute("VersionOverride") is not null || element.Element("Version") is not null)
        .Select(element => element.Attribute("Include")?.Value ?? "");

    /// <summary>A property's last value, or null.</summary>
    public string? Property(string name) => _xml.Descendants(name).LastOrDefault()?.Value;

    /// <summary>This project and all that it references, directly or not.</summary>
    public IReadOnlyCollection<Project> Closure()
    {
        var found = new HashSet<Project>();
        var open = new Stack<Project>([this]);
        while (open.TryPop(out var project))
        {
            if (found.Add(project))
            {
                foreach (var name in project.References)
                {
                    open.Push(All.Single(other => other.Name == name));
                }
            }
        }

        return found;
    }

    /// <summary>Whether it, or a project that it references, takes a package of Orchard's.</summary>
    public bool NeedsOrchard => Closure().SelectMany(project => project.Packages).Any(package => package.StartsWith("OrchardCore", StringComparison.Ordinal));

    private string[] Includes(string element)
        => [.. _xml.Descendants(element).Select(item => item.Attribute("Include")?.Value).OfType<string>()];
}
