using System.Globalization;
using Automail.Web.Demo;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrchardCore.Modules;

namespace Automail.Web.Hosting;

/// <summary>The demo site from its start to its end. What a visitor of the console has to know is said in one line each.</summary>
internal static class SiteProgram
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Runs the site until it is stopped.</summary>
    /// <returns>0 after a stop that was asked for; 1 when the site could not start.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        UseRealCulture();
        try
        {
            await using var app = Build(args);
            await app.StartAsync();
            await FirstStart.PrepareAsync(app, Console.Out);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (StartException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{error.Message.TrimEnd('.')}. Choose another one with --urls http://127.0.0.1:PORT.");
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or FormatException or System.Net.Sockets.SocketException)
        {
            await Console.Error.WriteLineAsync($"The site cannot start: {error.Message}");
        }

        return 1;
    }

    /// <summary>The address that a browser on this machine reaches the site at.</summary>
    public static string LocalAddress(WebApplication app)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var url = new UriBuilder(address.Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal));
        url.Host = url.Host is "0.0.0.0" or "[::]" ? "localhost" : url.Host;
        return url.Uri.GetLeftPart(UriPartial.Authority);
    }

    private static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(SiteProgram).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        var data = DataFolder.Prepare(builder.Configuration["data"]);
        builder.Configuration["OrchardCore:Automail:PickupBase"] ??= data.Path;
        builder.Configuration["OrchardCore:Automail:PickupFolder"] ??= Path.GetFileName(data.Pickup);
        builder.Services.AddSingleton(data);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["http_ports"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.Services.AddSingleton<ReadyGate>();
        builder.Services.AddSingleton(_ => DemoClock.Load(data));
        builder.Services
            .AddOrchardCms()
            .AddSetupFeatures("OrchardCore.AutoSetup");
        builder.Services.Replace(ServiceDescriptor.Singleton<IClock>(services => services.GetRequiredService<DemoClock>()));

        var app = builder.Build();
        app.Use(app.Services.GetRequiredService<ReadyGate>().InvokeAsync);
        app.UseStaticFiles();
        app.UseOrchardCore();
        return app;
    }

    /// <summary>Under the C or POSIX locale .NET runs with the invariant culture, which is no language that a site can be written in.</summary>
    private static void UseRealCulture()
    {
        if (CultureInfo.CurrentCulture.Equals(CultureInfo.InvariantCulture))
        {
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-US");
        }

        if (CultureInfo.CurrentUICulture.Equals(CultureInfo.InvariantCulture))
        {
            CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-US");
        }
    }
}
