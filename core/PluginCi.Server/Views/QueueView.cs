using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>One queue: projects that gate together.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Projects">Its projects, by name.</param>
/// <param name="Pipelines">Its items in each pipeline, in the order of the site.</param>
/// <param name="Waiting">Approved changes that are not in it, with the reason.</param>
/// <param name="Freezes">The stops of merges in force in it, oldest first.</param>
public sealed record QueueView(
    string Name,
    IReadOnlyList<string> Projects,
    IReadOnlyList<PipelineView> Pipelines,
    IReadOnlyList<WaitingView> Waiting,
    IReadOnlyList<FreezeView> Freezes)
{
    /// <summary>Draws a state of any time.</summary>
    /// <param name="state">The state.</param>
    /// <returns>The queue; when workers took its builds is left out.</returns>
    public static QueueView Of(GateState state) => new QueueProjection(ImmutableDictionary<BuildId, DateTimeOffset>.Empty).View(state);
}
