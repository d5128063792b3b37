using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>What one build is handed and hands on: taken once, when it pauses or when it has passed.</summary>
internal sealed class BuildHandover(Handovers handovers, StartBuild wish, BuildRequest request, SecretMask mask, IBuildOutput log)
{
    private bool _isTaken;
    private string? _problem;

    /// <summary>What it returned as <c>true</c>, once it was taken.</summary>
    public ImmutableArray<string> Flags { get; private set; } = [];

    /// <summary>Puts into the workspace what the build is handed.</summary>
    /// <returns>Null, or how the build ends without running.</returns>
    public BuildOutcome? Fill()
    {
        _problem = handovers.Fill(wish, request);
        return _problem is null ? null : Fail(TimeSpan.Zero);
    }

    /// <returns>True when it was taken, false when the build fails for what it hands on.</returns>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        (var handover, _problem) = await handovers.TakeAsync(request, mask, cancellationToken);
        Flags = handover.Flags;
        _isTaken = true;
        return _problem is null;
    }

    /// <summary>Takes what a build that passed hands on, and of one that failed what people look at.</summary>
    /// <returns>How the build ends.</returns>
    public async Task<BuildOutcome> TakeAsync(BuildOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Result == BuildResult.Failure && !_isTaken && request.Job.Artifacts.Any(artifact => artifact.IsReport))
        {
            await handovers.TakeReportsAsync(request, mask, cancellationToken);
        }

        return outcome.Result != BuildResult.Success || (_isTaken ? _problem is null : await TryTakeAsync(cancellationToken)) ? outcome : Fail(outcome.Duration) with { Reports = outcome.Reports };
    }

    private BuildOutcome Fail(TimeSpan duration)
    {
        log.Line($"== {_problem}");
        return new BuildOutcome(BuildResult.Failure, _problem!, duration);
    }
}
