using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrchardCore.BackgroundTasks;
using OrchardCore.Email;
using OrchardCore.Environment.Shell;
using OrchardCore.Modules;
using Xunit;

namespace Automail.OrchardModule.Tests.Sites;

/// <summary>
/// A real Orchard site with the module, set up by <c>site.recipe.json</c> on SQLite in a folder of its own (or on another database, see
/// <see cref="SiteDatabase"/>), in this process and without a network port. Nothing runs by itself: the clock stands, and background tasks run when a test says so. Use it as a fixture of a
/// collection, whose tests then run one after another; a class that needs other settings derives from it.
/// </summary>
public class Site : IAsyncLifetime
{
    public const string AdminName = "admin";
    public const string AdminEmail = "admin@shop.example";
    public const string AdminPassword = "Secret-0";
    public const string BaseUrl = "https://shop.example";

    private const string Tenant = "Default";

    private readonly string _folder;
    private readonly bool _isFirst;
    private WebApplication? _app;

    public Site()
        => (_folder, Clock, Database, _isFirst) = (Directory.CreateTempSubdirectory("automail-site-").FullName, new SiteClock(), SiteDatabase.FromEnvironment(), true);

    /// <summary>Another node of a site that runs: the same folder, database and clock. They know of each other by the database alone.</summary>
    protected Site(Site first)
        => (_folder, Clock, Database) = (first._folder, first.Clock, first.Database);

    /// <summary>The site's clock.</summary>
    public SiteClock Clock { get; }

    internal SiteDatabase Database { get; }

    /// <summary>What the site's database is called by Orchard.</summary>
    public string DatabaseName => Database.Provider;

    /// <summary>Where Orchard's SMTP provider writes mail instead of sending it.</summary>
    public string PickupFolder => Path.Combine(_folder, "pickup");

    /// <summary>What the site logged as an error, so that a story can show that there was none.</summary>
    public ErrorLog Errors { get; } = new();

    /// <summary>What was logged as an error while the site set itself up.</summary>
    public IReadOnlyCollection<string> SetupErrors { get; private set; } = [];

    /// <summary>The host's services; the tenant's are in a scope.</summary>
    public IServiceProvider HostServices => App.Services;

    private WebApplication App => _app ?? throw new InvalidOperationException("The site has not been started.");

    /// <summary>Further settings, as in appsettings.json.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    /// <summary>Where Automail leaves mail instead of sending it.</summary>
    public string OutboxFolder => Path.Combine(_folder, "outbox");

    /// <summary>Further services of the tenant.</summary>
    protected virtual void ConfigureTenant(IServiceCollection services)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeys>(ApiKeys.Name, null);
        services.AddScoped<IEmailServiceEvents, RefusingListener>();
    }

    /// <summary>Sets the site up and starts it.</summary>
    public virtual async ValueTask InitializeAsync()
    {
        if (_isFirst)
        {
            await WriteRecipeAsync();
        }

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Site).Assembly.GetName().Name,
            ContentRootPath = _folder,
            EnvironmentName = Environments.Production,

            // As docs/install.md has it: watching the settings means watching the database file too.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Configuration.AddInMemoryCollection(DefaultSettings()).AddInMemoryCollection(Settings);
        builder.Logging.ClearProviders().AddProvider(Errors);
        builder.WebHost.UseTestServer();
        builder.Services.AddOrchardCms().AddSetupFeatures("OrchardCore.AutoSetup").ConfigureServices(ConfigureTenant, order: 1000);
        builder.Services.Replace(ServiceDescriptor.Singleton<IClock>(Clock));
        RemoveBackgroundService(builder.Services);
        _app = builder.Build();
        _app.UseOrchardCore();
        await _app.StartAsync();

        // The first request sets the site up and redirects to it.
        using var client = new HttpClient(_app.GetTestServer().CreateHandler()) { BaseAddress = new Uri(BaseUrl) };
        using var response = await client.GetAsync("/");
        SetupErrors = [.. Errors.Lines];
        if ((int)response.StatusCode >= 500)
        {
            throw new InvalidOperationException($"The site could not be set up: {response.StatusCode}. {string.Join('\n', SetupErrors)}");
        }
    }

    /// <summary>Stops the site and removes its folder.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_isFirst)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Runs in a scope of the tenant, which commits at its end, or rolls back when the work throws.</summary>
    public async Task InScopeAsync(Func<IServiceProvider, Task> work)
    {
        var scope = await HostServices.GetRequiredService<IShellHost>().GetScopeAsync(Tenant);
        await scope.UsingAsync(current => work(current.ServiceProvider));
    }

    /// <summary>Runs in a scope of the tenant, with a result.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        var result = default(T)!;
        await InScopeAsync(async services => { result = await work(services); });
        return result;
    }

    /// <summary>Runs in a scope of the tenant with one of its services.</summary>
    public Task<T> WithAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
        => InScopeAsync(services => work(services.GetRequiredService<TService>()));

    /// <summary>Runs a background task of the tenant once, in a scope, as Orchard does each minute.</summary>
    public Task RunBackgroundTaskAsync<TTask>()
        where TTask : IBackgroundTask
        => InScopeAsync(services => services.GetServices<IBackgroundTask>().OfType<TTask>().Single()
            .DoWorkAsync(services, TestContext.Current.CancellationToken));

    /// <summary>A browser of somebody new: keeps cookies, and follows redirects within the site if wanted.</summary>
    public HttpClient NewBrowser(bool followRedirects = true)
    {
        DelegatingHandler handler = new CookieContainerHandler { InnerHandler = App.GetTestServer().CreateHandler() };
        return new HttpClient(followRedirects ? new RedirectHandler(maxRedirects: 7) { InnerHandler = handler } : handler)
        {
            BaseAddress = new Uri(BaseUrl),
        };
    }

    private Dictionary<string, string?> DefaultSettings() => new()
    {
        ["OrchardCore:OrchardCore_AutoSetup:Tenants:0:ShellName"] = Tenant,
        ["OrchardCore:OrchardCore_AutoSetup:Tenants:0:SiteName"] = "Shop",
        ["OrchardCore:OrchardCore_AutoSetup:Tenants:0:SiteTimeZone"] = "Etc/UTC",
        ["OrchardCore:OrchardCore_AutoSetup:Tenants:0:AdminUsername"] = AdminName,
        ["OrchardCore:OrchardCore_AutoSetup:Tenants:0:AdminEmail"] = AdminEmail,
        ["OrchardCore:OrchardCore_AutoSetup:Tenants:0:AdminPassword"] = AdminPassword,
        ["OrchardCore:OrchardCore_AutoSetup:Tenants:0:DatabaseProvider"] = Database.Provider,
        ["OrchardCore:OrchardCore_AutoSetup:Tenants:0:DatabaseConnectionString"] = Database.ConnectionString,
        ["OrchardCore:OrchardCore_AutoSetup:Tenants:0:DatabaseTablePrefix"] = Database.TablePrefix,
        ["OrchardCore:OrchardCore_AutoSetup:Tenants:0:RecipeName"] = "AutomailTests",
        ["OrchardCore:Automail:DrainAtOnce"] = "false",
        ["OrchardCore:Automail:Delivery"] = "Pickup",
        ["OrchardCore:Automail:PickupBase"] = _folder,
        ["OrchardCore:Automail:PickupFolder"] = "outbox",
        ["OrchardCore:OrchardCore_Email_Smtp:DefaultSender"] = "shop@shop.example",
        ["OrchardCore:OrchardCore_Email_Smtp:DeliveryMethod"] = "SpecifiedPickupDirectory",
        ["OrchardCore:OrchardCore_Email_Smtp:PickupDirectoryLocationBase"] = _folder,
        ["OrchardCore:OrchardCore_Email_Smtp:PickupDirectoryLocation"] = "pickup",
    };

    private async Task WriteRecipeAsync()
    {
        Directory.CreateDirectory(PickupFolder);
        var recipes = Directory.CreateDirectory(Path.Combine(_folder, "Recipes"));
        await using var source = typeof(Site).Assembly.GetManifestResourceStream("site.recipe.json")!;
        await using var target = File.Create(Path.Combine(recipes.FullName, "site.recipe.json"));
        await source.CopyToAsync(target);
    }

    private static void RemoveBackgroundService(IServiceCollection services)
        => services.Remove(services.Single(service => service.ImplementationType?.Name == "ModularBackgroundService"));
}
