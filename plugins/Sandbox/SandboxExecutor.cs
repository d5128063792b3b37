using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;
using PluginCi.Plugins.Sandbox.Limits;
using PluginCi.Plugins.Sandbox.Services;

namespace PluginCi.Plugins.Sandbox;

/// <summary>Runs each build in a bubblewrap sandbox on this machine.</summary>
internal sealed class SandboxExecutor : IPausingExecutor
{
    private readonly SandboxSettings _settings;
    private readonly TimeProvider _clock;
    private readonly Lazy<SandboxStarter> _starter;
    private readonly Lazy<SystemStore> _systems;

    public SandboxExecutor(SandboxSettings settings, string dataDirectory, ILoggerFactory loggers, TimeProvider clock)
    {
        _settings = settings;
        _clock = clock;
        var cgroups = Cgroups.Find(loggers.CreateLogger("PluginCi.Plugins.Sandbox"));
        _starter = new Lazy<SandboxStarter>(() => new SandboxStarter(new SandboxFiles(dataDirectory), cgroups, settings.ReadOnlyPaths, clock));
        _systems = new Lazy<SystemStore>(() => new SystemStore(dataDirectory, settings.Environments, clock), LazyThreadSafetyMode.PublicationOnly);
    }

    public string Name => "sandbox";

    public int Capacity => _settings.Capacity;

    public ImmutableArray<string> Labels => _settings.Labels;

    public string? FindObstacle(JobPlan job) => job.Services.FirstOrDefault(service => service.Start is null) is { } service
        ? $"Executor 'sandbox' does not start what images start by themselves, as service '{service.Name}' of the job wants; use the plugin podman, or Service.Command(…).On(Image(…))."
        : BuildWords.NoImages(Name, job);

    public Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) =>
        RunPausingAsync(request, output, _ => Task.CompletedTask, cancellationToken);

    public async Task<BuildOutcome> RunPausingAsync(
        BuildRequest request, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new BuildOutcome(BuildResult.Cancelled, "The build was cancelled before it started.", TimeSpan.Zero);
        }

        if (FindObstacle(request.Job) is { } obstacle)
        {
            return new BuildOutcome(BuildResult.Failure, obstacle, TimeSpan.Zero);
        }

        try
        {
            var root = await GetRootAsync(request, request.Job.RunsIn, output, cancellationToken);
            var roots = new Dictionary<ServiceRequest, SystemRoot?>();
            foreach (var service in request.Services)
            {
                roots[service] = await GetRootAsync(request, service.Plan.RunsIn, output, cancellationToken);
            }

            return await RunAsync(request, root, roots, output, pause, cancellationToken);
        }
        catch (EnvironmentException trouble)
        {
            return new BuildOutcome(BuildResult.Failure, trouble.Message, TimeSpan.Zero);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new BuildOutcome(BuildResult.Cancelled, "The build was cancelled while its system was made.", TimeSpan.Zero);
        }
    }

    private async Task<SystemRoot?> GetRootAsync(BuildRequest request, EnvironmentPlan? plan, IBuildOutput output, CancellationToken cancellationToken) =>
        DeclaredSystem.Of(request, plan) is { } declared ? await _systems.Value.GetAsync(declared, output, cancellationToken) : null;

    private async Task<BuildOutcome> RunAsync(
        BuildRequest request,
        SystemRoot? root,
        Dictionary<ServiceRequest, SystemRoot?> roots,
        IBuildOutput output,
        Func<CancellationToken, Task> pause,
        CancellationToken cancellationToken)
    {
        using var stop = new Stop();
        await using var cancelled = cancellationToken.Register(() => stop.For(BuildResult.Cancelled, "The build was cancelled."));
        await using var network = request.Services.IsEmpty && request.ProxySocket is null ? null : await SharedNetwork.StartAsync(request.Build);
        CacheArchive.MakePipes(request);
        await using var sandbox = await _starter.Value.StartAsync(limits => StepDriver.Write(request, limits, root), request.Workspace, BubblewrapCommand.Caches(request), request.Job.Limits, root, network);
        return await new SandboxBuild(request, root, sandbox, network, service => StartAsync(request, service, roots[service], network!), stop, _clock).RunAsync(sandbox.Process.Output, output, pause);
    }

    private async Task<IRunningService> StartAsync(BuildRequest request, ServiceRequest service, SystemRoot? root, SharedNetwork network)
    {
#pragma warning disable CA2000 // The service disposes of it at its end.
        var sandbox = await _starter.Value.StartAsync(
            limits => ServiceDriver.Write(request, service, limits, root), service.Plan.SeesWorkspace ? request.Workspace : null, [], service.Plan.Limits, root, network);
#pragma warning restore CA2000
        return new SandboxService(service, sandbox, network);
    }
}
