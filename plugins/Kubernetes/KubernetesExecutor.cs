using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Runs each build in a pod of its own. Pods outlive the server.</summary>
internal sealed class KubernetesExecutor : IPausingExecutor, ILastingExecutor, IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly ApiClient _api;
    private readonly BuildCluster _cluster;
    private readonly Lazy<SystemImages> _systems;
    private readonly BuildSpace _reviewed;
    private readonly BuildSpace _unreviewed;

    public KubernetesExecutor(KubernetesSettings settings, ClusterAccess access, string dataDirectory, TimeProvider clock, ILogger logger)
    {
        var server = ServerIdentity.Of(dataDirectory);
        var folder = Directory.CreateDirectory(Path.Combine(dataDirectory, "archives")).FullName;
        foreach (var left in Directory.GetDirectories(folder))
        {
            // Of a server that was killed while it pushed an image.
            Directory.Delete(left, recursive: true);
        }

        foreach (var left in Directory.GetFiles(folder))
        {
            File.Delete(left);
        }

        _api = new ApiClient(access);
        _cluster = new BuildCluster(_api, settings, server, new PodMaker(settings, server), folder, clock);
        _systems = new Lazy<SystemImages>(() => new SystemImages(settings, new SystemStore(dataDirectory, settings.Environments, clock), folder, clock));
        _reviewed = new BuildSpace(_api, settings, _cluster.Maker, settings.Namespace, clock, logger);
        _unreviewed = settings.UnreviewedNamespace is { } other && other != settings.Namespace
            ? new BuildSpace(_api, settings, _cluster.Maker, other, clock, logger)
            : _reviewed;
    }

    public string Name => "kubernetes";

    public int Capacity => _cluster.Settings.Capacity;

    public ImmutableArray<string> Labels => _cluster.Settings.Labels;

    /// <summary>How many calls of the API were made.</summary>
    public long Calls => _api.Count;

    /// <summary>Where builds of reviewed changes are.</summary>
    public BuildSpace Reviewed => _reviewed;

    /// <summary>Where the others are.</summary>
    public BuildSpace Unreviewed => _unreviewed;

    public string? FindObstacle(JobPlan job) => _cluster.Settings.Registry is null && job.Services.Select(service => service.RunsIn).Prepend(job.RunsIn).OfType<DebianPlan>().FirstOrDefault() is { } system
        ? $"Executor 'kubernetes' has no registry for the images of systems, and the job wants {system}; name one by plugins.settings.kubernetes.registry, write .On(Image(…)), or use the plugin sandbox."
        : job.Services.Select(service => service.RunsIn).Prepend(job.RunsIn).Any(plan => plan is not DebianPlan && ImageOf(plan) is null) ? "Executor 'kubernetes' has no image for jobs that name none; write .On(Image(…)), or set plugins.settings.kubernetes.image."
        : BuildWords.NoImages(Name, job);

    public Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) =>
        RunAsync(request, output, _ => Task.CompletedTask, CancellationToken.None, cancellationToken);

    public Task<BuildOutcome> RunLastingAsync(BuildRequest request, IBuildOutput output, CancellationToken letGo, CancellationToken cancellationToken) =>
        RunAsync(request, output, _ => Task.CompletedTask, letGo, cancellationToken);

    public Task<BuildOutcome> RunPausingAsync(BuildRequest request, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken) =>
        RunAsync(request with { Job = request.Job with { Pauses = true } }, output, pause, CancellationToken.None, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _reviewed.DisposeAsync();
        if (_unreviewed != _reviewed)
        {
            await _unreviewed.DisposeAsync();
        }

        _api.Dispose();
    }

    // Null where a job must name one, or must have before its settings were changed.
    private string? ImageOf(EnvironmentPlan? plan) => plan is ImagePlan image ? image.Reference : _cluster.Settings.Image;

    private async Task<BuildImages> GetImagesAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken)
    {
        // A build that runs already is not asked whether it may: it never comes here.
        if (FindObstacle(request.Job) is { } obstacle)
        {
            throw new EnvironmentException(obstacle);
        }

        var image = await GetImageAsync(request, request.Job.RunsIn, output, cancellationToken);
        var services = new List<ContainerImage>();
        foreach (var service in request.Services)
        {
            services.Add(await GetImageAsync(request, service.Plan.RunsIn, output, cancellationToken));
        }

        return ImagesOf(image, services);
    }

    private async Task<ContainerImage> GetImageAsync(BuildRequest request, EnvironmentPlan? plan, IBuildOutput output, CancellationToken cancellationToken)
    {
        if (plan is ImagePlan declared)
        {
            _cluster.Settings.Environments.RequireAllowed(declared);
        }

        return plan is DebianPlan && DeclaredSystem.Of(request, plan) is { } system ? await _systems.Value.GetAsync(system, output, cancellationToken) : AsDeclared(plan);
    }

    private BuildImages ImagesOf(ContainerImage steps, IEnumerable<ContainerImage> services) =>
        new(steps, [.. services], _cluster.Settings.RelayImage is { } relay ? new ContainerImage(relay, null) : steps);

    // As it was declared, without asking a registry.
    private ContainerImage AsDeclared(EnvironmentPlan? plan) => new(plan is DebianPlan system ? system.ToString() : ImageOf(plan) ?? "that it was made of", null);

    // A cluster that is away when a build is asked for, or asked for again, may soon be back.
    private async Task WhenReadyAsync(BuildSpace space, CancellationToken cancellationToken)
    {
        var asked = _cluster.Clock.GetTimestamp();
        while (true)
        {
            try
            {
                await space.WhenReadyAsync().WaitAsync(cancellationToken);
                return;
            }
            catch (OutsideException exception) when (exception.IsTransient && _cluster.Clock.GetElapsedTime(asked) < _cluster.Settings.StartLimit)
            {
                await Task.Delay(RetryDelay, _cluster.Clock, cancellationToken);
            }
        }
    }

    private async Task<BuildOutcome> RunAsync(
        BuildRequest request, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken letGo, CancellationToken cancellationToken)
    {
        using var stop = new Stop();
        await using var cancelled = cancellationToken.Register(() => stop.For(BuildResult.Cancelled, "The build was cancelled."));
        var space = request.IsReviewed ? _reviewed : _unreviewed;
        try
        {
            using var leaving = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, letGo);
            leaving.Token.ThrowIfCancellationRequested();
            await WhenReadyAsync(space, leaving.Token);
        }
        catch (OperationCanceledException) when (stop.Reason is { } reason)
        {
            await space.RemoveUnseenAsync(_cluster.Maker.NameOf(request.Build));
            return new BuildOutcome(reason.Result, "The build was cancelled before it started.", TimeSpan.Zero);
        }

        try
        {
            var named = ImagesOf(AsDeclared(request.Job.RunsIn), request.Services.Select(service => AsDeclared(service.Plan.RunsIn)));
            return await new PodBuild(request, named, GetImagesAsync, _cluster, space, stop).RunAsync(output, pause, letGo);
        }
        catch (EnvironmentException trouble)
        {
            return new BuildOutcome(BuildResult.Failure, trouble.Message, TimeSpan.Zero);
        }
    }
}
