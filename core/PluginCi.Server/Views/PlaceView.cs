namespace PluginCi.Server;

/// <summary>A place where a change is queued now.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Item">The item.</param>
public sealed record PlaceView(string Queue, string Pipeline, ItemView Item);
