namespace PluginCi.Gating;

/// <summary>A strategy: goes through the items of a queue once an event was taken, and asks for the states, builds and merges that follow.</summary>
/// <remarks>Merges are asked for by <see cref="Submits.Ask"/> alone, for an item whose state passed, so none of them can affect what may merge. What it does depends on its arguments only.</remarks>
/// <param name="turn">The turn.</param>
/// <param name="queue">The queue.</param>
internal delegate void Walk(Turn turn, QueueDraft queue);
