using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Egress;
using PluginCi.Model;
using PluginCi.Plugin.Conformance;
using PluginCi.Plugins.Sandbox;
using PluginCi.Scheduler;

namespace PluginCi.Dependencies;

/// <summary>Builds in the real sandbox that have their dependencies from a registry of the test.</summary>
internal sealed class ClientScene : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("pci-c-").FullName;
    private readonly CacheScene _cache;
    private readonly ExecutorScene _scene;
    private int _lastBuild;

    public ClientScene(RegistryPlan registry, SandboxSettings? settings = null)
    {
        _cache = new CacheScene([registry]);
        _scene = new ExecutorScene(new ExecutorSubject(new SandboxExecutor(settings ?? new SandboxSettings(), _data, NullLoggerFactory.Instance, TimeProvider.System)) { Deadline = TimeSpan.FromMinutes(3) });
    }

    /// <summary>Runs a build and wants it to pass.</summary>
    /// <param name="files">The files of its workspace.</param>
    /// <param name="commands">Its steps.</param>
    /// <returns>Its lines, the last of which says what it had from where.</returns>
    public async Task<string[]> PassAsync(IReadOnlyDictionary<string, string> files, params string[] commands)
    {
        var workspace = _scene.NewWorkspace();
        foreach (var (name, text) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(workspace, name), text);
        }

        var job = _scene.Job(commands) with { Limits = new ResourceLimits { MemoryBytes = 2L << 30, DiskBytes = 1L << 30 } };
        var output = new BuildTranscript();
        var registries = _cache.Site;
        var dependencies = _cache.Cache.For(registries, registries, output.Line);
        var proxy = EgressProxy.Start(
            Path.Combine(_cache.Sockets, string.Create(CultureInfo.InvariantCulture, $"build{++_lastBuild}")), new EgressRules([], []) { Site = dependencies }, _cache.Records.Enqueue, null, TimeProvider.System);
        await using var network = new BuildNetwork(proxy, registries, dependencies, new BuildTranscript());
        var request = network.AddTo(_scene.NewRequest(job, workspace) with { Environment = ImmutableSortedDictionary<string, string>.Empty }, $"{workspace},caches");

        var (outcome, _) = await _scene.EndAsync(output, told => _scene.Subject.Executor.RunAsync(request, told, CancellationToken.None));

        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}\n{string.Join('\n', _cache.Records)}");
        return [.. output.Lines, dependencies.Summary];
    }

    public async ValueTask DisposeAsync()
    {
        await _cache.DisposeAsync();
        _scene.Dispose();
        Directory.Delete(_data, recursive: true);
    }
}
