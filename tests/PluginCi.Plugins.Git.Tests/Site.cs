using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Git.Review;

namespace PluginCi.Plugins.Git.Tests;

/// <summary>Hosted repositories in a folder of their own, with or without a server that has the plugin loaded.</summary>
internal sealed class Site : IPluginRegistry, IDisposable
{
    private static readonly string PluginDirectory = typeof(Site).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PluginDirectory").Value!;

    private IChangeSource? _source;
    private IReporter? _reporter;
    private GitPlugin? _plugin;

    public Site()
    {
        Root = Directory.CreateTempSubdirectory("pluginci-review-").FullName;
        Folder = new ReviewFolder(Path.Combine(Root, "git"));
        Context = new PluginContext
        {
            DataDirectory = Path.Combine(Root, "data"),
            PluginDirectory = PluginDirectory,
            Settings = JsonSerializer.SerializeToElement(new { repositories = Folder.Repositories }),
            ServerUrl = new Uri("http://ci.example:8080"),
            Loggers = NullLoggerFactory.Instance,
            Clock = TimeProvider.System,
        };
    }

    public string Root { get; }

    public ReviewFolder Folder { get; }

    public PluginContext Context { get; private set; }

    public IChangeSource Source => _source ?? throw new InvalidOperationException("The server was not started.");

    public IReporter Reporter => _reporter ?? throw new InvalidOperationException("The server was not started.");

    public static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    public static string HookProgram => Path.Combine(PluginDirectory, "hook", "PluginCi.Plugins.Git.Hook.dll");

    public static ChangeId Id(int number) => new($"git/{number}");

    public void StartServer(TimeProvider? clock = null)
    {
        Context = Context with { Clock = clock ?? TimeProvider.System };
        _plugin = new GitPlugin();
        _plugin.Register(this);
    }

    public async Task StopServerAsync()
    {
        if (_plugin is not null)
        {
            await _plugin.DisposeAsync();
        }

        (_plugin, _source, _reporter) = (null, null, null);
    }

    /// <summary>Creates a repository with a first commit on main, and a developer's clone of it.</summary>
    public async Task<Developer> HostAsync(string project)
    {
        await HostedRepository.SetUpAsync(Folder, project, HookProgram, Soon);
        var developer = await Developer.StartAsync(Path.Combine(Root, "clones", project), Folder.RepositoryOf(project));
        await developer.CommitAsync("Base", ("base", "base"));
        (await developer.GitAsync("push", "-q", "origin", "HEAD:refs/heads/main")).Accepted();
        return developer;
    }

    public async Task<Change> FindAsync(int number) =>
        await Source.FindChangeAsync(Id(number), Soon) ?? throw new InvalidOperationException($"There is no change {number}.");

    public Task ReportAsync(int number, ReportKind kind, string message, string key) =>
        Reporter.ReportAsync(
            new Report
            {
                Key = key,
                Change = Id(number),
                Patchset = 1,
                Pipeline = "gate",
                Kind = kind,
                Message = message,
                Url = new Uri($"http://ci.example:8080/changes/git/{number}"),
            },
            Soon);

    public void AddChangeSource(IChangeSource source) => _source = source;

    public void AddNotifier(INotifier notifier) => throw new NotSupportedException();

    public void AddReporter(IReporter reporter) => _reporter = reporter;

    public void AddExecutor(IExecutor executor) => throw new NotSupportedException("The Git plugin has no executor.");

    public void Dispose()
    {
        StopServerAsync().GetAwaiter().GetResult();
        Directory.Delete(Root, recursive: true);
    }
}
