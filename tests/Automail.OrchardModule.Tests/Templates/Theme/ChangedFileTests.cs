using Automail.OrchardModule.Templates.Theme;
using Automail.OrchardModule.Tests.Sites;
using Fluid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using OrchardCore.Settings;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates.Theme;

/// <summary>A theme developer saves a file while the site runs.</summary>
[Collection(nameof(SharedSite))]
public sealed class ChangedFileTests(Site site)
{
    [Fact]
    public async Task In_development_a_changed_file_counts_from_the_next_mail_on()
        => await site.InScopeAsync(async services =>
        {
            using var files = new Files(services.GetRequiredService<IOptions<TemplateOptions>>().Value.FileProvider, "EmailFooter.liquid");
            var themes = new SiteMailTheme(
                services.GetRequiredService<ISiteService>(), services.GetServices<IEditedParts>(), Options.Create(new TemplateOptions { FileProvider = files }), new Development());

            var before = await themes.GetAsync();
            var again = await themes.GetAsync();
            files.Save("<p>Saved\r\nanew</p>");
            var after = await themes.GetAsync();
            files.Save("<p>And again</p>");

            again.ShouldBeSameAs(before);
            before.Parts["EmailFooter"].ShouldContain("unsubscribe_url");
            after.Parts["EmailFooter"].ShouldBe("<p>Saved\nanew</p>");
            after.Parts["EmailHeader"].ShouldBe(before.Parts["EmailHeader"]);
            after.Version.ShouldNotBe(before.Version);
            (await themes.GetAsync()).Parts["EmailFooter"].ShouldBe("<p>And again</p>");
        });

    /// <summary>The site's files, of which one changes.</summary>
    private sealed class Files(IFileProvider files, string name) : IFileProvider, IDisposable
    {
        private CancellationTokenSource _change = new();
        private byte[]? _saved;

        public void Save(string text)
        {
            _saved = System.Text.Encoding.UTF8.GetBytes(text);
            var changed = _change;
            _change = new CancellationTokenSource();
            changed.Cancel();
            changed.Dispose();
        }

        public void Dispose() => _change.Dispose();

        public IFileInfo GetFileInfo(string path) => Is(path) && _saved is not null ? new Saved(name, _saved) : files.GetFileInfo(path);

        public IDirectoryContents GetDirectoryContents(string path) => files.GetDirectoryContents(path);

        public IChangeToken Watch(string filter) => Is(filter) ? new CancellationChangeToken(_change.Token) : files.Watch(filter);

        private bool Is(string path) => path.EndsWith("/" + name, StringComparison.OrdinalIgnoreCase);
    }

    private sealed class Saved(string name, byte[] bytes) : IFileInfo
    {
        public bool Exists => true;

        public long Length => bytes.Length;

        public string? PhysicalPath => null;

        public string Name => name;

        public DateTimeOffset LastModified => default;

        public bool IsDirectory => false;

        public Stream CreateReadStream() => new MemoryStream(bytes);
    }

    private sealed class Development : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Development;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
