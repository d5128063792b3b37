using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What is tested and merged as one in a queue: one change, changes that need each other, or a branch or tag.</summary>
public sealed record QueueItem
{
    /// <summary>The item.</summary>
    public required ItemId Id { get; init; }

    /// <summary>Its changes as they are, in merge order; empty for a branch or tag.</summary>
    public required ImmutableArray<Change> Changes { get; init; }

    /// <summary>The branch or tag under test; null when it has changes.</summary>
    public RefUpdate? Ref { get; init; }

    /// <summary>The changes that it needs and that are merged before it without being tested by themselves here: not live, in the words of Zuul.</summary>
    public ImmutableArray<Change> NonLive { get; init; } = [];

    /// <summary>The item whose merged state this one is tested on; null for the branch tips.</summary>
    public ItemId? Ahead { get; init; }

    /// <summary>When it was enqueued.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Its place among others: higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>The state under test, or null while it waits for the window or for the item ahead.</summary>
    public Buildset? Buildset { get; init; }

    /// <summary>Other states of it that may be needed, built ahead of time.</summary>
    public ImmutableArray<Buildset> Alternatives { get; init; } = [];

    /// <summary>What was built of a state that was thrown away, until the next one tells whether it can be kept.</summary>
    public Buildset? Former { get; init; }

    /// <summary>What it touches, as its last preparation told; null until the first. Known only where independent changes may overtake.</summary>
    public Footprint? Footprint { get; init; }

    /// <summary>The items whose footprints meet its own, whichever is ahead; those that left the queue are still named.</summary>
    public ImmutableArray<ItemId> Entangled { get; init; } = [];

    /// <summary>How many items that it is entangled with merged since it was enqueued.</summary>
    public int Met { get; init; }

    /// <summary>How many of them it passed with, though not on the very branch tips; null when it has not passed yet.</summary>
    public int? Proven { get; init; }

    /// <summary>How often its builds were thrown away because something ahead changed.</summary>
    public int Resets { get; init; }

    /// <summary>True from the moment its merge is asked for until the answer.</summary>
    public bool IsSubmitting { get; init; }

    /// <summary>True when its start was reported.</summary>
    public bool IsStartTold { get; init; }

    /// <summary>The conflict that was last reported, as in <see cref="Buildset.Conflict"/>, or null.</summary>
    public string? ToldConflict { get; init; }

    /// <summary>What it waits for.</summary>
    public Wait Wait { get; init; }

    /// <summary>What it waits for in words, the end of a sentence; empty when it does not wait.</summary>
    public string WaitsFor { get; init; } = "";

    /// <summary>What people call it: <c>git/3</c>, <c>{git/3, git/4}</c> or <c>core@main</c>.</summary>
    [JsonIgnore]
    public string Title => (Ref, Changes.Length) switch
    {
        ({ } tested, _) => tested.Target.Value,
        (_, 1) => Changes[0].Id.Value,
        _ => "{" + string.Join(", ", Changes.Select(change => change.Id)) + "}",
    };

    /// <summary>The branches it merges into, each once; for a branch or tag, that one.</summary>
    [JsonIgnore]
    public IEnumerable<ProjectBranch> Targets => Ref is null ? Changes.Select(change => change.Target).Distinct() : [Ref.Target];

    /// <summary>The changes that must be merged before it: what its changes need, less themselves.</summary>
    [JsonIgnore]
    public IEnumerable<ChangeId> Needs => Changes.Length == 1
        ? Changes[0].Needs
        : Changes.SelectMany(change => change.Needs).Distinct().Where(need => !Has(need));

    /// <summary>True when a change is one of the item's own.</summary>
    /// <param name="change">The change.</param>
    /// <returns>Whether it is.</returns>
    public bool Has(ChangeId change)
    {
        foreach (var own in Changes)
        {
            if (own.Id == change)
            {
                return true;
            }
        }

        return false;
    }
}
