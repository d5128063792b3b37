using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>The workers of a town: as many as are wanted. A build waits only for semaphores.</summary>
internal sealed class BuildPool(TownClock clock, TownHooks hooks)
{
    private static readonly ImmutableSortedDictionary<string, int> NoCounts = ImmutableSortedDictionary<string, int>.Empty;

    private readonly Dictionary<BuildId, TownBuild> _open = [];
    private readonly SortedDictionary<long, TownBuild> _running = [];
    private readonly List<TownBuild> _leaving = [];
    private SitePlan? _site;
    private SemaphoreTable _semaphores = SemaphoreTable.Of(NoCounts);
    private long _started;

    /// <summary>What runs, oldest first.</summary>
    public IEnumerable<TownBuild> Running => _running.Values;

    /// <summary>What waits for semaphores.</summary>
    public IEnumerable<TownBuild> Waiting => _open.Values.Where(build => build.Stage == TownBuildStage.Waiting);

    public TownBuild? Find(BuildId build) => _open.GetValueOrDefault(build);

    public void Ask(TownBuild build)
    {
        if (_open.TryAdd(build.Id, build))
        {
            Take(_semaphores.Ask(build.Id, build.Wish.Priority, build.Wish.Job.Plan.Semaphores));
        }
    }

    /// <summary>The build whose time limit is over first, if it is by then.</summary>
    public TownBuild? NextOverdue(DateTimeOffset until) => Running
        .Where(build => build.Stage == TownBuildStage.Running && build.Deadline <= until)
        .MinBy(build => (build.Deadline, build.Number));

    public void Cancel(BuildId id)
    {
        if (Find(id) is { } build)
        {
            End(build, BuildResult.Cancelled);
        }
    }

    /// <summary>A build ended by itself or was cancelled; one that did not start yet is withdrawn.</summary>
    /// <returns>True when it had started.</returns>
    public bool End(TownBuild build, BuildResult result)
    {
        var hadStarted = build.IsRunning;
        _open.Remove(build.Id);
        _running.Remove(build.Number);
        build.Stage = TownBuildStage.Ended;
        if (hadStarted)
        {
            _leaving.Add(build);
            build.Result = result;
            hooks.BuildEnded?.Invoke(build, result);
        }
        else
        {
            _semaphores = _semaphores.Leave(build.Id).Next;
        }

        return hadStarted;
    }

    /// <summary>Gives on what ended builds held. Done when the gate has decided all that follows from the ends, so that nothing starts that it no longer wants.</summary>
    public void PassOnSemaphores(SitePlan site)
    {
        foreach (var build in _leaving)
        {
            Take(_semaphores.Leave(build.Id));
        }

        _leaving.Clear();
        if (site != _site)
        {
            _site = site;
            Take(_semaphores.Recount(site.Semaphores));
        }
    }

    /// <summary>After a crash: what runs holds its semaphores, what had not started asks again.</summary>
    public void Recover()
    {
        _semaphores = SemaphoreTable.Of(_site?.Semaphores ?? NoCounts);
        foreach (var build in Running)
        {
            _semaphores = _semaphores.Retake(build.Id, build.Wish.Job.Plan.Semaphores);
        }

        foreach (var build in Waiting.ToArray())
        {
            Take(_semaphores.Ask(build.Id, build.Wish.Priority, build.Wish.Job.Plan.Semaphores));
        }
    }

    private void Take(SemaphoreGrants grants)
    {
        _semaphores = grants.Next;
        foreach (var id in grants.MayStart)
        {
            var build = _open[id];
            build.Stage = TownBuildStage.Running;
            build.Number = ++_started;
            build.StartedAt = clock.Now;
            _running.Add(build.Number, build);
            hooks.BuildStarted?.Invoke(build);
        }
    }
}
