using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Plays a random history through the engine and looks at every invariant of docs/design/architecture.md on the way and at the end.</summary>
internal sealed class HistoryPlayer
{
    private const int MostEnds = 3_000;

    private readonly History _history;
    private readonly Play _play;
    private readonly StepPlayer _steps;
    private readonly StepChooser _chooser;
    private readonly QuietWatch _quiet;
    private readonly Evidence _evidence = new();
    private readonly MergeWatch _merges = new();
    private readonly EffectWatch _effects = new();
    private readonly EntryLog _entries = new();
    private readonly ApprovalWatch _approvals = new();
    private readonly List<string> _played = [];
    private readonly Dictionary<QueueName, GateState> _states = [];

    private HistoryPlayer(History history)
    {
        _history = history;
        var (layout, names) = LayoutText.Read(history.Site, LayoutNames.None);
        var scenario = new Scenario { Name = "random", Layout = layout, Changes = [.. history.Changes.Select(change => (change.Name, ScenarioText.EditOf(change)))] };
        _play = new Play(scenario, history.Moves.Any(move => move.Kind == MoveKind.Restart), new TownHooks { BuildEnded = HearEnd, BuildStarted = HearStart, Merged = HearMerge, Decided = HearDecision, Reported = _approvals.Hear });
        var desk = new ProposalDesk(_play.Town, _play.Names);
        desk.Propose(scenario);
        _steps = new StepPlayer(_play, desk);
        _chooser = new StepChooser(history, _play, names, _evidence);
        _quiet = new QuietWatch(_play.Town);
    }

    private Town Town => _play.Town;

    public static HistoryResult Play(History history)
    {
        var player = new HistoryPlayer(history);
        var fault = player.FindFault();
        return new HistoryResult(fault, fault is null ? "" : ScenarioText.Write(history, player._played, fault)) { Merged = player._play.Ledger.Merged.Count };
    }

    private string? FindFault()
    {
        try
        {
            Town.Open();
            foreach (var move in _history.Moves)
            {
                Make(_chooser.Choose(move));
            }

            Drain();
            while (_chooser.ChooseThaw() is { } thaw)
            {
                Make(thaw);
            }

            Drain();
            CheckEnd();
            return null;
        }
        catch (HistoryFault fault)
        {
            return _play.Names.Plain(fault.Message);
        }
#pragma warning disable CA1031 // The edge of a history: a bug of the engine is a fault of the history that shows it.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return _play.Names.Plain($"the engine broke: {bug.GetType().Name}: {bug.Message} {bug.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}");
        }
    }

    private void Make(ScenarioStep? step)
    {
        if (step is null)
        {
            return;
        }

        _played.Add(step.Text);
        _approvals.Begin(step, _play);
        _merges.Begin(step);
        if (_steps.Play(step) is { } fault)
        {
            throw new HistoryFault(fault);
        }

        _quiet.Check();
    }

    private void Drain()
    {
        for (var ends = 0; _chooser.ChooseEnd() is { } end; ends++)
        {
            if (ends == MostEnds)
            {
                throw new HistoryFault($"no livelock: {MostEnds} builds ended, and there are still more");
            }

            Make(end);
        }

        _quiet.CheckEnd();
    }

    private void CheckEnd()
    {
        foreach (var queue in Town.Queues)
        {
            foreach (var pipeline in queue.State.Queues.Where(pipeline => !pipeline.Items.IsEmpty))
            {
                throw new HistoryFault($"nothing is stuck: nothing runs and nothing is frozen, but {string.Join(", ", pipeline.Items.Select(item => item.Title))} is still in {pipeline.Pipeline}");
            }
        }

        _approvals.CheckEnd(Town);
        if (_history.IsUndisturbed)
        {
            SerialCheck.Check(_history, _entries, _approvals, _play);
        }
    }

    private void HearStart(TownBuild build)
    {
        var limits = Town.Layout.Site.Semaphores;
        foreach (var semaphore in build.Wish.Job.Plan.Semaphores)
        {
            var holders = Town.Running.Count(other => other.Wish.Job.Plan.Semaphores.Contains(semaphore));
            if (limits.TryGetValue(semaphore, out var limit) && holders > limit)
            {
                throw new HistoryFault($"semaphores: {holders} builds hold {semaphore}, which {limit} may");
            }
        }
    }

    private void HearEnd(TownBuild build, BuildResult result) => _evidence.Hear(build, result, Town.Merger);

    private void HearMerge(ImmutableArray<Change> merged)
    {
        _evidence.Check(merged, Town);
        _merges.Check(merged, Town);
    }

    private void HearDecision(TownQueue queue, GateDecision decision)
    {
        _effects.Check(queue.Name, _states.GetValueOrDefault(queue.Name, decision.Next), decision);
        _states[queue.Name] = decision.Next;
        _evidence.Hear(decision, Town.Layout);
        _entries.Hear(queue.Name, decision);
        _approvals.Hear(decision);
    }
}
