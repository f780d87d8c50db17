using Automail.Engine.Templates;
using Fluid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using OrchardCore.DisplayManagement.Descriptors;
using OrchardCore.Environment.Shell.Scope;
using OrchardCore.Settings;

namespace Automail.OrchardModule.Templates.Theme;

/// <summary>
/// The parts that this site's mails are made of, found as Orchard finds the template of a shape: in the Templates feature, in the site's theme and its base
/// themes, else the parts that come with Automail, which are shapes of this module. It is the site's theme that counts, also where somebody works in the admin or
/// nobody asks at all. The theme is put together once and kept until something in it changes; asking for it compares references.
/// </summary>
internal sealed class SiteMailTheme(ISiteService sites, IEnumerable<IEditedParts> editors, IOptions<TemplateOptions> liquid, IHostEnvironment environment)
{
    private const string Prefix = "Email";
    private const string LiquidFile = ".liquid";

    private readonly IEditedParts? _editor = editors.LastOrDefault();
    private volatile Known? _known;

    /// <summary>The theme as it is now.</summary>
    public async ValueTask<MailTheme> GetAsync()
    {
        var site = await sites.GetSiteSettingsAsync();
        var edited = _editor is null ? null : await _editor.GetAsync();
        if (_known is { } known && ReferenceEquals(known.Site, site) && ReferenceEquals(known.Edited, edited) && !known.Changed.HasChanged)
        {
            return known.Theme;
        }

        var table = await FindShapesAsync(site);
        var watched = new List<IChangeToken>();
        var parts = ReadFiles(table, watched);
        if (_editor is not null)
        {
            foreach (var (name, source) in _editor.Read(edited!).Where(part => IsOurs(part.Key)))
            {
                parts[name] = source;
            }
        }

        HandOver(table, parts);
        _known = known = new Known(site, edited, new CompositeChangeToken(watched), MailTheme.Create(parts));
        return known.Theme;
    }

    /// <summary>Every shape that the site can draw, parts among them; names regardless of case.</summary>
    public async Task<IReadOnlyCollection<string>> ShapesAsync()
    {
        var edited = _editor is null ? [] : _editor.Read(await _editor.GetAsync()).Select(part => part.Key);
        return [.. (await FindShapesAsync(await sites.GetSiteSettingsAsync())).Bindings.Keys, .. edited];
    }

    // A site without a theme has the shapes of its modules.
    private static Task<ShapeTable> FindShapesAsync(ISite site)
        => ShellScope.Services.GetRequiredService<IShapeTableManager>().GetShapeTableAsync((string?)site.Properties["CurrentThemeName"] is { Length: > 0 } theme ? theme : null);

    private static bool IsOurs(string type) => type.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    private Dictionary<string, string> ReadFiles(ShapeTable table, List<IChangeToken> watched)
    {
        var files = liquid.Value.FileProvider;
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (type, binding) in table.Bindings.Where(binding => IsOurs(binding.Key)))
        {
            var source = binding.BindingSource ?? "";
            if (!source.EndsWith(LiquidFile, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (environment.IsDevelopment())
            {
                // The token first: what changes while we read makes what we read worthless.
                watched.Add(files.Watch(source));
            }

            parts[NameOf(type, source)] = Read(files.GetFileInfo(source));
        }

        return parts;
    }

    // What is drawn in Razor or in code, and so by Orchard, and has a variant in Liquid: the right one of both is to be found. All else Orchard draws where it is
    // printed. Styles are read and not drawn.
    private static void HandOver(ShapeTable table, Dictionary<string, string> parts)
    {
        var known = parts.Keys.Select(BaseOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var drawn = table.Bindings.Where(binding => IsOurs(binding.Key) && binding.Value.BindingSource?.EndsWith(LiquidFile, StringComparison.OrdinalIgnoreCase) != true)
            .Select(binding => NameOf(binding.Key, binding.Value.BindingSource ?? ""));
        foreach (var name in drawn.Where(name => known.Contains(BaseOf(name)) && name is not (MailTheme.StylesPart or MailTheme.BrandPart)))
        {
            parts.TryAdd(name, MailShapeTag.HandOver(name));
        }
    }

    private static string BaseOf(string name) => name.Split("__")[0];

    private static string Read(IFileInfo file)
    {
        using var reader = new StreamReader(file.CreateReadStream());
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    // Orchard keeps shape types in lower case; people know them as the files are named.
    private static string NameOf(string type, string source)
    {
        var name = MailTheme.PartName(Path.GetFileNameWithoutExtension(source));
        return name.Equals(type, StringComparison.OrdinalIgnoreCase) ? name : type;
    }

    private sealed record Known(ISite Site, object? Edited, CompositeChangeToken Changed, MailTheme Theme);
}
