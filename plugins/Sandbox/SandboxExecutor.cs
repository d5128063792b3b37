using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;
using PluginCi.Plugins.Sandbox.Limits;

namespace PluginCi.Plugins.Sandbox;

/// <summary>Runs each build in a bubblewrap sandbox on this machine.</summary>
internal sealed class SandboxExecutor : IPausingExecutor
{
    private readonly SandboxSettings _settings;
    private readonly TimeProvider _clock;
    private readonly Lazy<SandboxFiles> _files;
    private readonly Lazy<SystemStore> _systems;
    private readonly Cgroups _cgroups;

    public SandboxExecutor(SandboxSettings settings, string dataDirectory, ILoggerFactory loggers, TimeProvider clock)
    {
        _settings = settings;
        _clock = clock;
        _files = new Lazy<SandboxFiles>(() => new SandboxFiles(dataDirectory));
        _systems = new Lazy<SystemStore>(() => new SystemStore(dataDirectory, settings.Environments, clock), LazyThreadSafetyMode.PublicationOnly);
        _cgroups = Cgroups.Find(loggers.CreateLogger("PluginCi.Plugins.Sandbox"));
    }

    public string Name => "sandbox";

    public int Capacity => _settings.Capacity;

    public ImmutableArray<string> Labels => _settings.Labels;

    public Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) =>
        RunPausingAsync(request, output, _ => Task.CompletedTask, cancellationToken);

    public async Task<BuildOutcome> RunPausingAsync(
        BuildRequest request, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new BuildOutcome(BuildResult.Cancelled, "The build was cancelled before it started.", TimeSpan.Zero);
        }

        try
        {
            var root = request.Job.RunsIn is { } plan ? await GetRootAsync(plan, output, cancellationToken) : null;
            return await RunAsync(request, root, output, pause, cancellationToken);
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

    private async Task<SystemRoot> GetRootAsync(EnvironmentPlan plan, IBuildOutput output, CancellationToken cancellationToken)
    {
        var root = await _systems.Value.GetAsync(plan, output.Line, cancellationToken);
        output.Line(root.Describe(plan));
        return root;
    }

    private async Task<BuildOutcome> RunAsync(
        BuildRequest request, SystemRoot? root, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken)
    {
        using var stop = new Stop();
        await using var cancelled = cancellationToken.Register(() => stop.For(BuildResult.Cancelled, "The build was cancelled."));
        var group = _cgroups.Create(request.Job.Limits);
        var script = _files.Value.WriteScript(StepDriver.Write(request, group.ShellLimits(), root));
        try
        {
            var command = BubblewrapCommand.Arguments(_files.Value, script, request.Workspace, request.Job.Limits, _settings.ReadOnlyPaths, root).Prepend("bwrap");
            using var process = SandboxProcess.Start(group.ProcessFiles, command);
            return await new SandboxBuild(request, root, process, group, stop, _clock).RunAsync(process.Output, output, pause);
        }
        finally
        {
            await group.RemoveAsync(_clock);
            File.Delete(script);
        }
    }
}
