using Microsoft.Extensions.Options;
using OrchardCore.AutoSetup.Options;
using OrchardCore.AutoSetup.Services;
using OrchardCore.BackgroundTasks;
using OrchardCore.Environment.Shell;
using OrchardCore.Environment.Shell.Scope;
using OrchardCore.Modules;
using OrchardCore.Settings;

namespace Automail.Web.Hosting;

/// <summary>
/// Sets the site up at its first start, from the configuration section <c>OrchardCore_AutoSetup</c> and the recipe that it names, and tells where it is.
/// A generated password is shown once and kept nowhere but as the hash that Identity makes.
/// </summary>
internal static class FirstStart
{
    /// <summary>The configuration key of the administrator's password; as an environment variable <c>AUTOMAIL_ADMIN_PASSWORD</c>.</summary>
    private const string PasswordKey = "AUTOMAIL_ADMIN_PASSWORD";

    /// <summary>Sets up what is not set up yet, and opens the site.</summary>
    /// <exception cref="StartException">It could not be set up.</exception>
    public static async Task PrepareAsync(WebApplication app, TextWriter console)
    {
        var address = SiteProgram.LocalAddress(app);
        var shells = app.Services.GetRequiredService<IShellHost>();
        await shells.InitializeAsync();
        var login = "with the password that was shown at the first start, or the one that was configured";
        if (shells.GetSettings(ShellSettings.DefaultShellName).IsUninitialized())
        {
            await console.WriteLineAsync("First start: setting up the site.");
            login = await SetUpAsync(app, shells);
        }

        await InScopeAsync(app, shells, services => UseAddressAsync(services.GetRequiredService<ISiteService>(), address));
        app.Services.GetRequiredService<ReadyGate>().Open();
        await console.WriteLineAsync($"""
            The Automail demo site is running (Orchard Core).
              Shop             {address}/
              Inbox and clock  {address}/demo
              Admin            {address}/Admin   as admin, {login}
              Data             {app.Services.GetRequiredService<DataFolder>().Path}
            Stop with Ctrl+C.
            """);
        await console.FlushAsync();
    }

    /// <returns>How to log in.</returns>
    private static async Task<string> SetUpAsync(WebApplication app, IShellHost shells)
    {
        var login = "";
        var errors = new List<string>();
        await InScopeAsync(app, shells, async services =>
        {
            var tenant = services.GetRequiredService<IOptions<AutoSetupOptions>>().Value.Tenants.FirstOrDefault(tenant => tenant.IsDefault)
                ?? throw new StartException("The configuration section OrchardCore_AutoSetup names no tenant 'Default'.");
            var configured = tenant.AdminPassword ?? app.Configuration[PasswordKey];
            tenant.AdminPassword = string.IsNullOrEmpty(configured) ? AdminPassword.Create() : configured;
            login = string.IsNullOrEmpty(configured) ? $"password {tenant.AdminPassword} (shown only now)" : "with the configured password";

            var settings = services.GetRequiredService<ShellSettings>();
            var (context, done) = await services.GetRequiredService<IAutoSetupService>().SetupTenantAsync(tenant, settings);
            if (!done)
            {
                errors.AddRange(context.Errors.Values);
            }
        });
        return errors.Count == 0
            ? login
            : throw new StartException(
                $"The site could not be set up: {string.Join(' ', errors)} Remove the data folder {app.Services.GetRequiredService<DataFolder>().Path} before the next try.");
    }

    /// <summary>Links in mail need the site's address. While it is a local one it follows the address that the site runs at; one that somebody set stays.</summary>
    private static async Task UseAddressAsync(ISiteService sites, string address)
    {
        var current = (await sites.GetSiteSettingsAsync()).BaseUrl;
        if (current == address || (Uri.TryCreate(current, UriKind.Absolute, out var url) && !url.IsLoopback))
        {
            return;
        }

        var site = await sites.LoadSiteSettingsAsync();
        site.BaseUrl = address;
        await sites.UpdateSiteSettingsAsync(site);
    }

    /// <summary>Runs in a scope of the tenant. Orchard's setup wants an HTTP context, as there would be in a request.</summary>
    private static async Task InScopeAsync(WebApplication app, IShellHost shells, Func<IServiceProvider, Task> work)
    {
        var contexts = app.Services.GetRequiredService<IHttpContextAccessor>();
        try
        {
            var scope = await shells.GetScopeAsync(ShellSettings.DefaultShellName);
            contexts.HttpContext = scope.ShellContext.CreateHttpContext();
            await scope.UsingAsync(current => work(current.ServiceProvider));
        }
        finally
        {
            contexts.HttpContext = null;
        }
    }
}
