using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>How an executor stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Labels">What it offers, sorted.</param>
/// <param name="Capacity">How many builds it runs at once.</param>
/// <param name="Running">The builds that it runs; those that pause take no room and are not among them.</param>
/// <param name="Waiting">How many builds wait that it could run.</param>
/// <param name="Drain">Why it takes no more builds; null when it does.</param>
public sealed record ExecutorStanding(string Name, ImmutableArray<string> Labels, int Capacity, ImmutableArray<BuildId> Running, int Waiting, Drain? Drain);
