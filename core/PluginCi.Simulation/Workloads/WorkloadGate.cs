using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Plays a workload through the engine on virtual time: an event queue is the clock, builds take as long as the workload says.</summary>
internal sealed class WorkloadGate
{
    private const int MostDecisions = 3_000_000;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Workload _workload;
    private readonly Arrival[] _arrivals;
    private readonly WorkerPool _workers;
    private readonly Queue<GateEvent> _news = new();
    private readonly PriorityQueue<int, (double, int)> _coming = new();
    private readonly double[] _decided;
    private readonly double[] _landedAt;
    private readonly HashSet<string> _passed = [];
    private readonly Dictionary<string, ImmutableHashSet<int>> _contents = new() { ["tip"] = [] };
    private readonly Dictionary<BuildId, StartBuild> _wishes = [];
    private readonly bool[] _wasBuilt;
    private readonly List<int>[] _mayMeet;
    private readonly List<double> _milliseconds = [];
    private readonly Dice _flakes;
    private readonly JobHistory? _taught;
    private GateState _state;
    private double _now;
    private int _commits;
    private int _falseEjections;
    private int _untested;

    private WorkloadGate(Workload workload, string strategy, Arrival[] arrivals, int seed)
    {
        _workload = workload;
        _arrivals = arrivals;
        _workers = new WorkerPool(workload.Workers);
        _flakes = new Dice((ulong)seed * 7919);

        // What speculates on everything thinks every change as likely to fail as to pass, whatever happens.
        _taught = strategy == WorkloadRunner.SpeculateAll ? new JobHistory(Passed: 1e9, Failed: 1e9) : workload.Learns ? null : new JobHistory();
        (_decided, _landedAt, _wasBuilt) = (new double[arrivals.Length], new double[arrivals.Length], new bool[arrivals.Length]);
        Array.Fill(_decided, double.NaN);
        Array.Fill(_landedAt, double.NaN);
        _state = GateState.Empty(WorkloadRules.Of(workload, strategy));
        _mayMeet = [.. arrivals.Select(arrival => new List<int>(arrival.PotentialWith))];
        foreach (var arrival in arrivals)
        {
            foreach (var earlier in arrival.PotentialWith)
            {
                _mayMeet[earlier].Add(arrival.Number);
            }
        }
    }

    public static Outcome Play(Workload workload, string strategy, Arrival[] arrivals, int seed) => new WorkloadGate(workload, strategy, arrivals, seed).Play();

    private Outcome Play()
    {
        foreach (var project in _state.Rules.Projects.Keys)
        {
            Decide(new BranchMoved(Start, new ProjectBranch(project, "main"), "tip"));
        }

        foreach (var arrival in _arrivals)
        {
            _coming.Enqueue(arrival.Number, (arrival.At, arrival.Number));
        }

        while (_coming.Count + _workers.Busy > 0 && _milliseconds.Count < MostDecisions)
        {
            Advance();
        }

        return new Outcome(_decided, [.. _landedAt.Select(at => !double.IsNaN(at))])
        {
            Builds = _workers.Started,
            Aborted = _workers.Aborted,
            FalseEjections = _falseEjections,
            LandedUntested = _untested,
            DecisionMilliseconds = _milliseconds,
        };
    }

    private void Advance()
    {
        _coming.TryPeek(out var number, out var comes);
        if (_coming.Count > 0 && (_workers.NextEnd is not { } end || comes.Item1 <= end))
        {
            _coming.Dequeue();
            _now = comes.Item1;
            _news.Enqueue(new ChangeArrived(At(), ChangeOf(_arrivals[number]), Trigger.Approved, []));
        }
        else
        {
            (var build, _now) = _workers.End();
            End(_wishes[build]);
        }

        Settle();
        _workers.Start(_now, build => MinutesOf(_wishes[build]));
    }

    private void Settle()
    {
        while (_news.TryDequeue(out var happened))
        {
            foreach (var effect in Decide(happened).Effects)
            {
                Do(effect);
            }
        }
    }

    private GateDecision Decide(GateEvent happened)
    {
        var began = Stopwatch.GetTimestamp();
        var decision = Gate.Apply(_state, happened);
        _milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        _state = decision.Next;
        if (_taught is { } taught)
        {
            _state = _state with { Outcomes = taught, Jobs = ImmutableSortedDictionary<string, JobHistory>.Empty, Authors = ImmutableSortedDictionary<string, JobHistory>.Empty };
        }

        return decision;
    }

    private void Do(GateEffect effect)
    {
        switch (effect)
        {
            case PrepareBuildset wish:
                _news.Enqueue(new BuildsetPrepared(At(), wish.Buildset, Prepare(wish)));
                break;
            case StartBuild wish:
                _wishes[wish.Build] = wish;
                _workers.Ask(wish.Build, wish.Priority);
                break;
            case CancelBuild wish:
                _workers.Cancel(wish.Build);
                break;
            case SubmitChanges wish:
                Land(wish);
                break;
            case SendReport { Kind: ReportKind.Failure, Change: { } change }:
                Reject(NumberOf(change.Id));
                break;
            default:
                break;
        }
    }

    private ReadyToBuild Prepare(PrepareBuildset wish)
    {
        var result = wish.Base;
        foreach (var change in wish.Merge)
        {
            var commit = $"c{++_commits}";
            _contents[commit] = _contents[result[change.Target]].Add(NumberOf(change.Id));
            result = result.SetItem(change.Target, commit);
        }

        var tested = wish.Tested.Select(change => NumberOf(change.Id)).ToArray();
        return new ReadyToBuild(result, [new FrozenJob(WorkloadRules.Job(_workload)) { Inputs = Inputs(tested, result) }], FootprintOf(tested));
    }

    // What a build sees: its own changes, and of all that may conflict with them, what is there.
    private string Inputs(int[] tested, ImmutableSortedDictionary<ProjectBranch, string> state)
    {
        var there = state.Values.Distinct().Select(commit => _contents[commit]).ToArray();
        var seen = _workload.IsLinear ? there.SelectMany(some => some) : tested.SelectMany(change => _mayMeet[change]).Where(other => there.Any(some => some.Contains(other)));
        return string.Join(' ', tested.Concat(seen).Distinct().Order());
    }

    private Footprint FootprintOf(int[] tested) => _workload.IsLinear
        ? Footprint.Everything
        : new Footprint(
            [.. tested.SelectMany(change => _arrivals[change].PotentialWith.Append(change)).Select(change => $"{change}")],
            [.. tested.Select(change => $"{change}")]);

    private void Land(SubmitChanges wish)
    {
        foreach (var change in wish.Changes.Select(change => NumberOf(change.Id)))
        {
            _landedAt[change] = _decided[change] = _now;
        }

        _untested += _passed.Contains(Inputs([.. wish.Changes.Select(change => NumberOf(change.Id))], wish.Base.SetItems(wish.Commits))) ? 0 : wish.Changes.Length;

        _news.Enqueue(new SubmitEnded(At(), wish.Item, wish.Buildset, new Submitted()));
    }

    private void Reject(int change)
    {
        _decided[change] = _now;
        _falseEjections += _arrivals[change].Passes && !_arrivals[change].ConflictsWith.Any(other => _landedAt[other] > _arrivals[change].At) ? 1 : 0;
    }

    private void End(StartBuild wish)
    {
        var changes = wish.Changes.Select(change => NumberOf(change.Id)).ToArray();
        var there = wish.Commits.Values.Distinct().Select(commit => _contents[commit]).ToArray();
        var passes = changes.All(change => _arrivals[change].Passes && !_arrivals[change].ConflictsWith.Any(other => there.Any(some => some.Contains(other)) && !(_landedAt[other] <= _arrivals[change].At)));
        passes &= _flakes.Fraction() >= _workload.Flakes;
        foreach (var change in changes)
        {
            _wasBuilt[change] = true;
        }

        if (passes)
        {
            _passed.Add(Inputs(changes, wish.Commits));
        }

        _news.Enqueue(new BuildEnded(At(), wish.Build, passes ? BuildResult.Success : BuildResult.Failure, "", TimeSpan.FromMinutes(MinutesOf(wish))));
    }

    private double MinutesOf(StartBuild wish)
    {
        var changes = wish.Changes.Select(change => _arrivals[NumberOf(change.Id)]).ToArray();
        var longest = changes.Max(change => change.Minutes);
        var share = changes.All(change => _wasBuilt[change.Number]) ? _workload.RebuildShare : 1;
        return share * longest * (_workload.BatchSharedCost + ((1 - _workload.BatchSharedCost) * changes.Length));
    }

    private DateTimeOffset At() => Start.AddMinutes(_now);

    private Change ChangeOf(Arrival arrival) => new()
    {
        Id = new ChangeId($"git/{arrival.Number}"),
        Project = new ProjectName($"p{arrival.Number * 31 % _workload.Projects}"),
        Branch = "main",
        Patchset = 1,
        Commit = $"{arrival.Number}",
        IsApproved = true,
        Approval = "1",
        Owner = arrival.Author,
    };

    private static int NumberOf(ChangeId change) => int.Parse(change.Number, CultureInfo.InvariantCulture);
}
