using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using PluginCi.Git;
using PluginCi.Scheduler;
using PluginCi.Storage;

namespace PluginCi.Server;

/// <summary>A real server on a free port with a folder of its own; the gate is driven by hand.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private TestServer(WebApplication app, string folder)
    {
        _app = app;
        _folder = folder;
        Address = app.Services.GetRequiredService<ServerAddress>().Listen;
        Http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        Gate = new HandDrivenGate(app.Services.GetRequiredService<Stores>(), Board);
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public HandDrivenGate Gate { get; }

    public FakeSource Source { get; private init; } = new();

    public FakeOperators Operators { get; private init; } = new();

    public FakeExecutors Executors { get; private init; } = new();

    public FakeFrozenBuilds FrozenBuilds { get; private init; } = new();

    public Database Database => _app.Services.GetRequiredService<Database>();

    public Stores Stores => _app.Services.GetRequiredService<Stores>();

    public GitMirrors Mirrors => _app.Services.GetRequiredService<GitMirrors>();

    public Board Board => _app.Services.GetRequiredService<Board>();

    public BuildLogs Logs => _app.Services.GetRequiredService<BuildLogs>();

    public string DataFolder => Path.Combine(_folder, "data");

    public static async Task<TestServer> StartAsync(string listen = "http://127.0.0.1:0", string? url = null, LogLevel logLevel = LogLevel.Debug)
    {
        var folder = Directory.CreateTempSubdirectory("pluginci-server-").FullName;
        var source = new FakeSource();
        var operators = new FakeOperators();
        var executors = new FakeExecutors();
        var frozen = new FakeFrozenBuilds();
        var options = new ServerOptions
        {
            Listen = new Uri(listen),
            Url = url is null ? null : new Uri(url),
            Data = Path.Combine(folder, "data"),
            Plugins = new PluginOptions { Directories = [Path.Combine(folder, "plugins")] },
            LogConsole = false,
            LogLevel = logLevel,
        };
        var app = await ServerHost.BuildAsync(
            options,
            (services, _, data) =>
            {
                SchedulerComposition.AddLive(services, data);
                services.AddSingleton<IOperators>(operators).AddSingleton<IExecutors>(executors).AddSingleton<IFrozenBuilds>(frozen);
                services.Replace(ServiceDescriptor.Singleton(new Connections([source], [], [], [])));
            },
            CancellationToken.None);
        await app.StartAsync();
        return new TestServer(app, folder) { Source = source, Operators = operators, Executors = executors, FrozenBuilds = frozen };
    }

    public Task<string> GetAsync(string path) => Http.GetStringAsync(new Uri(path, UriKind.Relative));

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
