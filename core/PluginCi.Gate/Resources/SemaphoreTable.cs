using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Who holds and who waits for the semaphores of a site, over all its queues and pipelines. A build takes all that it names at once, or none.</summary>
public sealed record SemaphoreTable
{
    private ImmutableSortedDictionary<string, int> Counts { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    private ImmutableDictionary<string, int> Taken { get; init; } = ImmutableDictionary<string, int>.Empty;

    private ImmutableDictionary<BuildId, ImmutableArray<string>> Held { get; init; } = ImmutableDictionary<BuildId, ImmutableArray<string>>.Empty;

    // By priority, then by the order of asking: who comes first gets first, but nobody waits for one whose other semaphore is taken.
    private ImmutableSortedDictionary<Place, Request> Waiting { get; init; } = ImmutableSortedDictionary<Place, Request>.Empty;

    private ImmutableDictionary<BuildId, Place> Places { get; init; } = ImmutableDictionary<BuildId, Place>.Empty;

    private long LastNumber { get; init; }

    /// <summary>A table that nobody has asked yet.</summary>
    /// <param name="counts">How many builds may hold each semaphore at once, 1 or more. One that is not named may be held by one build.</param>
    /// <returns>The table.</returns>
    public static SemaphoreTable Of(ImmutableSortedDictionary<string, int> counts) => new() { Counts = counts };

    /// <summary>True while a build holds what it asked for.</summary>
    /// <param name="build">The build.</param>
    /// <returns>Whether it does.</returns>
    public bool Holds(BuildId build) => Held.ContainsKey(build);

    /// <summary>True while a build waits for what it asked for.</summary>
    /// <param name="build">The build.</param>
    /// <returns>Whether it does.</returns>
    public bool Awaits(BuildId build) => Places.ContainsKey(build);

    /// <summary>A build wants to start. Asking again changes nothing.</summary>
    /// <param name="build">The build.</param>
    /// <param name="priority">Lower goes first.</param>
    /// <param name="names">The semaphores; none means that it may start at once.</param>
    /// <returns>The table after it, and the builds that may start now: this one or none.</returns>
    public SemaphoreGrants Ask(BuildId build, int priority, ImmutableArray<string> names)
    {
        if (names.IsEmpty || Holds(build))
        {
            return new SemaphoreGrants(this, [build]);
        }

        if (Awaits(build))
        {
            return new SemaphoreGrants(this, []);
        }

        var place = new Place(priority, LastNumber + 1);
        var asked = this with
        {
            LastNumber = place.Number,
            Waiting = Waiting.Add(place, new Request(build, [.. names.Distinct()])),
            Places = Places.Add(build, place),
        };
        return asked.Grant();
    }

    /// <summary>A build that runs already holds what it names, whatever the counts are now. For recovery.</summary>
    /// <param name="build">The build.</param>
    /// <param name="names">The semaphores.</param>
    /// <returns>The table after it.</returns>
    public SemaphoreTable Retake(BuildId build, ImmutableArray<string> names) =>
        names.IsEmpty || Holds(build) ? this : Forget(build).Give(build, [.. names.Distinct()]);

    /// <summary>A build no longer waits for semaphores, or no longer holds any: it ended, was cancelled, or is not known at all.</summary>
    /// <param name="build">The build.</param>
    /// <returns>The table after it, and the builds that may start now, in this order.</returns>
    public SemaphoreGrants Leave(BuildId build)
    {
        if (!Held.TryGetValue(build, out var names))
        {
            return new SemaphoreGrants(Forget(build), []);
        }

        var taken = Taken.ToBuilder();
        foreach (var name in names)
        {
            taken[name]--;
        }

        return (this with { Taken = taken.ToImmutable(), Held = Held.Remove(build) }).Grant();
    }

    /// <summary>The site has other counts. Nobody loses what it holds.</summary>
    /// <param name="counts">As for <see cref="Of"/>.</param>
    /// <returns>The table after it, and the builds that may start now, in this order.</returns>
    public SemaphoreGrants Recount(ImmutableSortedDictionary<string, int> counts) => (this with { Counts = counts }).Grant();

    private SemaphoreGrants Grant()
    {
        var table = this;
        var granted = ImmutableArray.CreateBuilder<BuildId>();
        foreach (var request in Waiting.Values)
        {
            if (request.Names.All(table.IsFree))
            {
                table = table.Forget(request.Build).Give(request.Build, request.Names);
                granted.Add(request.Build);
            }
        }

        return new SemaphoreGrants(table, granted.ToImmutable());
    }

    private bool IsFree(string name) => Taken.GetValueOrDefault(name) < Counts.GetValueOrDefault(name, 1);

    private SemaphoreTable Give(BuildId build, ImmutableArray<string> names)
    {
        var taken = Taken.ToBuilder();
        foreach (var name in names)
        {
            taken[name] = taken.GetValueOrDefault(name) + 1;
        }

        return this with { Taken = taken.ToImmutable(), Held = Held.Add(build, names) };
    }

    private SemaphoreTable Forget(BuildId build) => Places.TryGetValue(build, out var place)
        ? this with { Waiting = Waiting.Remove(place), Places = Places.Remove(build) }
        : this;

    private readonly record struct Place(int Priority, long Number) : IComparable<Place>
    {
        public int CompareTo(Place other) => (Priority, Number).CompareTo((other.Priority, other.Number));
    }

    private sealed record Request(BuildId Build, ImmutableArray<string> Names);
}
