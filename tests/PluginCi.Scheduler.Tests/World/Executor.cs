using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Runs no steps: a job fails when a file <c>fail-JOB</c> is in its workspace.</summary>
internal sealed class Executor(Power power) : IPausingExecutor
{
    public string Name { get; init; } = "fake";

    public int Capacity { get; set; } = 4;

    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>Which jobs it cannot run.</summary>
    public Func<JobPlan, bool> Refuses { get; init; } = _ => false;

    /// <summary>Called before each build; may wait, or throw.</summary>
    public Func<BuildRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called while each build runs; may print.</summary>
    public Func<BuildRequest, IBuildOutput, Task> During { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Which builds fail besides.</summary>
    public Func<BuildRequest, bool> Fails { get; set; } = _ => false;

    /// <summary>What a build hands back about its tests.</summary>
    public Func<BuildRequest, ImmutableArray<ReportFile>> Reports { get; set; } = _ => [];

    /// <summary>What a build that passes, or has reports, leaves in its workspace: from there it is handed back.</summary>
    public Action<BuildRequest> Makes { get; set; } = _ => { };

    public string? FindObstacle(JobPlan job) => Refuses(job) ? $"Executor '{Name}' refuses." : null;

    public Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) =>
        RunPausingAsync(request, output, _ => Task.CompletedTask, cancellationToken);

    public Task<BuildOutcome> RunPausingAsync(
        BuildRequest request, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken) => power.CallAsync(
        async () =>
        {
            await Before(request).WaitAsync(cancellationToken);
            await During(request, output).WaitAsync(cancellationToken);
            var fails = Fails(request) || Directory.EnumerateFiles(request.Workspace, $"fail-{request.Job.Name}", SearchOption.AllDirectories).Any();
            output.Line(fails ? "It failed." : "It passed.");
            if (!fails)
            {
                Makes(request);
                HandBack(request, request.Outbox?.Files ?? []);
                await pause(cancellationToken);
            }
            else if (request.Outbox is { FilesOfFailed.IsEmpty: false } outbox)
            {
                Makes(request);
                HandBack(request, outbox.FilesOfFailed);
            }

            return new BuildOutcome(fails ? BuildResult.Failure : BuildResult.Success, fails ? "A test failed." : "All tests passed.", TimeSpan.FromSeconds(1)) { Reports = Reports(request) };
        },
        cancellationToken);

    private static void HandBack(BuildRequest request, ImmutableArray<string> globs)
    {
        foreach (var path in Directory.EnumerateFiles(request.Workspace, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(request.Workspace, file)))
        {
            if (request.Outbox is { } outbox && globs.Any(glob => Glob.IsMatch(glob, path)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(outbox.Folder, path))!);
                File.Copy(Path.Combine(request.Workspace, path), Path.Combine(outbox.Folder, path));
            }
        }
    }
}
