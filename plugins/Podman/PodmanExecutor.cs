using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;
using PluginCi.Plugins.Podman.Images;

namespace PluginCi.Plugins.Podman;

/// <summary>Runs each build in a container on this machine.</summary>
internal sealed class PodmanExecutor : IPausingExecutor, IAsyncDisposable
{
    private readonly PodmanSettings _settings;
    private readonly PodmanProgram _podman;
    private readonly TimeProvider _clock;
    private readonly string _builds;
    private readonly Lazy<SystemStore> _systems;
    private readonly Lock _guard = new();
    private Task<PodmanSpace> _opening;
    private PodmanSpace? _opened;
    private readonly ConcurrentDictionary<string, bool> _images = new(StringComparer.Ordinal);

    public PodmanExecutor(PodmanSettings settings, string dataDirectory, TimeProvider clock)
    {
        _settings = settings;
        _podman = new PodmanProgram(settings);
        _clock = clock;
        _builds = Resolve(Directory.CreateDirectory(Path.Combine(dataDirectory, "builds")).FullName);
        _systems = new Lazy<SystemStore>(() => new SystemStore(dataDirectory, settings.Environments, clock), LazyThreadSafetyMode.PublicationOnly);
        _opening = OpenAsync();
    }

    public string Name => "podman";

    public int Capacity => _settings.Capacity;

    public ImmutableArray<string> Labels => _settings.Labels;

    /// <summary>What podman is told to show: an image, or a system in place of it.</summary>
    public static IReadOnlyList<string> SystemOf(string image, SystemRoot? root) => root is null ? [image] : ["--rootfs", $"{root.Files}:O"];

    public string? FindObstacle(JobPlan job) => _settings.Image is null && job.Services.Select(service => service.RunsIn).Prepend(job.RunsIn).Contains(null)
        ? $"Executor 'podman' has no image for job '{job.Name}' or a service of it, which name no system; say .On(Debian(\"bookworm\")), or set plugins.settings.podman.image."
        : Environment.IsPrivilegedProcess ? null
        : BuildWords.NoImages(Name, job) is null ? null
        : $"Executor 'podman' of a server that is not root makes no images: what does would be the server's own account, with rights over it. Let another server, which is root, run job '{job.Name}'.";

    public Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) =>
        RunPausingAsync(request, output, _ => Task.CompletedTask, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _opened?.Dispose();
        return ValueTask.CompletedTask;
    }

    public async Task<BuildOutcome> RunPausingAsync(
        BuildRequest request, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken)
    {
        using var stop = new Stop();
        await using var cancelled = cancellationToken.Register(() => stop.For(BuildResult.Cancelled, "The build was cancelled."));
        try
        {
            var space = await WhenOpen().WaitAsync(stop.Token);
            var root = await GetRootAsync(request, request.Job.RunsIn, output, stop.Token);
            var roots = new Dictionary<ServiceRequest, SystemRoot?>();
            foreach (var service in request.Services)
            {
                roots[service] = await GetRootAsync(request, service.Plan.RunsIn, output, stop.Token);
            }

            return await RunAsync(space, request, root, roots, output, pause, stop);
        }
        catch (EnvironmentException trouble)
        {
            return new BuildOutcome(BuildResult.Failure, trouble.Message, TimeSpan.Zero);
        }
        catch (OperationCanceledException) when (stop.Reason is { } reason)
        {
            return new BuildOutcome(reason.Result, "The build was cancelled before it started.", TimeSpan.Zero);
        }
    }

    /// <summary>The system that was declared; null, and the image is there, where it is one.</summary>
    private async Task<SystemRoot?> GetRootAsync(BuildRequest request, EnvironmentPlan? plan, IBuildOutput output, CancellationToken cancellationToken)
    {
        if (plan is DebianPlan && DeclaredSystem.Of(request, plan) is { } declared)
        {
            return await _systems.Value.GetAsync(declared, output, cancellationToken);
        }

        var preparation = new Preparation($"image {ImageOf(plan)}", output, _clock);
        try
        {
            await RequireImageAsync(ImageOf(plan), plan as ImagePlan, preparation, cancellationToken);
            return null;
        }
        finally
        {
            preparation.End();
        }
    }

    private async Task<BuildOutcome> RunAsync(
        PodmanSpace space, BuildRequest request, SystemRoot? root, Dictionary<ServiceRequest, SystemRoot?> roots, IBuildOutput output, Func<CancellationToken, Task> pause, Stop stop)
    {
        var folder = await BuildFolder.MakeAsync(space, _builds, request.Job.Limits);
        try
        {
            if (ImageSpace.IsNeeded(request.Job))
            {
                await PrepareImagesAsync(request.Job, folder, output, stop.Token);
            }

            using var pipe = OutputPipe.Make(folder.Output);
            var container = new Container(_podman, folder);
            return await new PodmanBuild(request, ImageOf(request.Job.RunsIn), root, container, folder, service => StartAsync(request, service, roots[service], folder), stop, _clock)
                .RunAsync(pipe, output, pause);
        }
        finally
        {
            await folder.RemoveAsync();
        }
    }

    private async Task PrepareImagesAsync(JobPlan job, BuildFolder folder, IBuildOutput output, CancellationToken cancellationToken)
    {
        var preparation = new Preparation("what its images are made of", output, _clock);
        try
        {
            await new ImageSpace(_podman, _settings.Environments).PrepareAsync(job, folder, preparation, cancellationToken);
        }
        finally
        {
            preparation.End();
        }
    }

    private string ImageOf(EnvironmentPlan? declared) => declared is ImagePlan plan ? plan.Reference : _settings.Image ?? "";

    private async Task<IRunningService> StartAsync(BuildRequest request, ServiceRequest service, SystemRoot? root, BuildFolder build)
    {
        var folder = await BuildFolder.MakeAsync(build.Space, _builds, service.Plan.Limits);
        try
        {
            if (!await folder.TryFillAsync(request, service.Plan.SeesWorkspace))
            {
                throw new OutsideException($"The checkout does not fit into the disk limit of service '{service.Plan.Name}' of {service.Plan.Limits.DiskBytes} bytes; raise it by .Limits(disk: …) of the service.");
            }

            var arguments = ContainerArguments.Service(SystemOf(ImageOf(service.Plan.RunsIn), root), request, service, folder, build.Name);
            return new PodmanService(service, arguments, new Container(_podman, folder), folder, _clock);
        }
        catch
        {
            await folder.RemoveAsync();
            throw;
        }
    }

    /// <summary>Tried again after it failed: podman may have been installed meanwhile.</summary>
    private Task<PodmanSpace> WhenOpen()
    {
        lock (_guard)
        {
            if (_opening.IsFaulted || (_opening.IsCompleted && _opened is { IsThere: false }))
            {
                _opening = OpenAsync();
            }

            return _opening;
        }
    }

    private async Task<PodmanSpace> OpenAsync()
    {
        if (_opened is not { IsThere: true })
        {
            _opened?.Dispose();
            _opened = await PodmanSpace.OpenAsync(_podman);
        }

        await RemoveLeftoversAsync(_opened);
        return _opened;
    }

    /// <summary>Pulls an image when it is not there. Looked at until it was there once.</summary>
    private async Task RequireImageAsync(string image, ImagePlan? declared, Preparation preparation, CancellationToken cancellationToken)
    {
        if (declared is not null)
        {
            _settings.Environments.RequireAllowed(declared);
        }

        if (_images.ContainsKey(image))
        {
            return;
        }

        if ((await _podman.RunAsync(["image", "exists", image], cancellationToken)).Status != 0)
        {
            preparation.Tell("It is pulled, once for all builds that run in it.");
            await PullAsync(image, declared, cancellationToken);
        }

        _images[image] = true;
    }

    private async Task PullAsync(string image, ImagePlan? declared, CancellationToken cancellationToken)
    {
        var answer = await _podman.RunAsync(["pull", "--quiet", .. _settings.Environments.CredentialsOptions, image], cancellationToken);
        if (answer.Status != 0)
        {
            throw declared is null
                ? new OutsideException($"Podman could not get the image {image} of its setting image; check its name, or build or import it. It said: {answer.Complaints}")
                : ImageTrouble.Of(declared, answer.Complaints.Split('\n')[^1]);
        }
    }

    /// <summary>A killed server's containers run on, and its builds' disks stay mounted.</summary>
    private async Task RemoveLeftoversAsync(PodmanSpace space)
    {
        var format = $"{{{{.ID}}}} {{{{index .Labels \"{ContainerArguments.ServerLabel}\"}}}}";
        var containers = await _podman.DoAsync("list containers", ["ps", "--all", "--filter", $"label={ContainerArguments.ServerLabel}", "--format", format], CancellationToken.None);
        string[] old = [.. containers.Split('\n').Select(line => line.Split(' ')).Where(words => words is [_, var server] && !ServerProcess.MayRun(server)).Select(words => words[0])];
        if (old.Length > 0)
        {
            await _podman.DoAsync("remove the containers of an earlier server", ["rm", "--force", "--ignore", "--depend", "--time", "0", .. old], CancellationToken.None);
        }

        await BuildFolder.RemoveLeftoversAsync(space, _builds);
    }

    // As the kernel names it: the server's data folder may be reached by a link, and only what a build could have made must be none.
    private static string Resolve(string path)
    {
        var descriptor = Native.Open(path, Native.PointTo);
        using var pointer = new SafeFileHandle(descriptor, ownsHandle: true);
        return descriptor < 0 ? path : new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget ?? path;
    }
}
