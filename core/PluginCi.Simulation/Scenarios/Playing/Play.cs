using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>A scenario while it is played: the town, and what happened in it so far.</summary>
internal sealed class Play
{
    public Play(Scenario scenario, bool keepsJournals, TownHooks? others = null)
    {
        Names = new ChangeNames([.. scenario.Changes.Select(change => change.Name)]);
        Builds = new BuildNames();
        Ledger = new Ledger(Names, Builds, wish => Town!.Merger.OnTopOf(wish));
        Town = new Town(scenario.Layout, others is null ? Ledger.Hooks : Ledger.Hooks.And(others), keepsJournals);
        Board = new QueueBoard(Town);
        Outcomes = scenario.Outcomes;
    }

    public Town Town { get; }

    public ChangeNames Names { get; }

    public BuildNames Builds { get; }

    public Ledger Ledger { get; }

    public QueueBoard Board { get; }

    /// <summary>How builds end when they are let end, by their names; absent means well.</summary>
    public ImmutableDictionary<string, BuildResult> Outcomes { get; }

    public Change FactsOf(string change) => Town.Reviews[Names.IdOf(change)].Facts;
}
