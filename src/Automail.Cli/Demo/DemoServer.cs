using System.Net;
using Automail.Cli.Demo.Calls;
using Automail.Cli.Demo.Http;
using Automail.Cli.Demo.Preview;
using Automail.Cli.Demo.Shop;
using Automail.Cli.Templates;
using Automail.Engine;
using Automail.Engine.Delivery;
using Automail.Engine.Delivery.Smtp;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;
using Automail.Engine.Tracking;
using Automail.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Automail.Cli.Demo;

/// <summary>The playground: a small shop, an inbox, a clock to move and live journeys, on the production engine and one SQLite file.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];
    private WebApplication? _app;

    /// <summary>Where it can be reached.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The folder that it keeps its data in.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>What holds its state.</summary>
    public IAutomailStore Store { get; private set; } = null!;

    /// <summary>Starts a playground.</summary>
    /// <exception cref="FailureException">The port or the folder cannot be used.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be used.</exception>
    public static async Task<DemoServer> StartAsync(DemoOptions options, CancellationToken cancellationToken = default)
    {
        var server = new DemoServer();
        try
        {
            await server.RunAsync(options, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until somebody stops it.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => HostingAbstractionsHostExtensions.WaitForShutdownAsync(_app!, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        for (var i = _parts.Count - 1; i >= 0; i--)
        {
            await _parts[i].DisposeAsync();
        }
    }

    private async Task RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        var folder = Keep(DemoFolder.Take(options.Folder));
        Folder = folder.Path;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        builder.Services.AddRoutingCore();

        // To standard error; and that the server could not start is told by this class.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None).AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var app = _app = builder.Build();
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();

        var store = Keep(await SqliteStore.OpenAsync(folder.Database, cancellationToken: cancellationToken));
        Store = store;
        var clock = VirtualClock.RunningWith(options.Time, folder.ReadAhead());
        var site = new DemoSite();
        var tokens = new TokenProtector(folder.ReadSecret());
        var liquid = new DotLiquidEngine();
        var calls = new CallBook(folder.Calls);
        var pipeline = new Pipeline(new PipelineParts
        {
            Store = store,
            Site = site,
            Clock = clock,
            Liquid = liquid,
            Composer = new MailComposer(FileTemplateSource.Ready(liquid), new MailRenderer(liquid, tokens), tokens, site, store, clock),
            Transport = CreateTransport(options, folder),
            Tokens = tokens,
            Webhooks = calls,
            Loggers = loggers,
        });
        foreach (var definition in ReadySequences.Ids.Select(id => ReadySequences.Find(id)!).Append(ShopSequences.LargeOrder))
        {
            await pipeline.Sequences.PublishAsync(definition, cancellationToken);
        }

        await pipeline.Sequences.LoadAsync(cancellationToken);
        var worker = Keep(new DemoWorker(store, clock, pipeline.Worker, folder, loggers.CreateLogger<DemoWorker>()));
        var inbox = new Inbox(folder.Pickup);
        app.Use(LocalOnly.InvokeAsync);
        var guard = Keep(new EventGuard(options));
        EventsEndpoint.Map(app, pipeline.Intake, clock, worker, guard);
        EnrollmentsEndpoint.Map(app, pipeline.Enrollments, worker, guard);
        RecipientEndpoints.Map(app, pipeline.Responses, pipeline.Views, worker, loggers.CreateLogger("Automail.Links"));
        ShopEndpoints.Map(app, new ShopEvents(pipeline.Intake, clock, worker));
        DemoEndpoints.Map(app, inbox, worker, new Overview(store, pipeline.Sequences, clock, inbox, calls), calls);
        PreviewEndpoints.Map(app, new PlaygroundPreview(store, site, clock));
        PlaygroundPage.Map(app);
        ProductPictures.Map(app);
        SchemaEndpoint.Map(app);
        await ListenAsync(app, options, cancellationToken);
        site.Url = Address;
        worker.Start();
    }

    private async Task ListenAsync(WebApplication app, DemoOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new FailureException($"Port {options.Port} is in use. Choose another one with --port N.");
        }
        catch (System.Net.Sockets.SocketException e)
        {
            throw new FailureException($"Port {options.Port} cannot be used: {e.Message}. Choose another one with --port N.");
        }

        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    private IMailTransport CreateTransport(DemoOptions options, DemoFolder folder)
    {
        var pickup = new PickupTransport(folder.Pickup);
        return options.Smtp is null ? pickup : new CopyingTransport(Keep(new SmtpTransport(SmtpOptions.Parse(options.Smtp, "--smtp"))), pickup);
    }

    private T Keep<T>(T part)
    {
        _parts.Add(part as IAsyncDisposable ?? new Disposing((IDisposable)(object)part!));
        return part;
    }

    private sealed class Disposing(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
