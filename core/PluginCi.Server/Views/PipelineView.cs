using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>A queue's items in one pipeline.</summary>
/// <param name="Name">The pipeline.</param>
/// <param name="Manager">How its items relate to each other.</param>
/// <param name="Submits">True when a change that passed is merged.</param>
/// <param name="Window">How many items from the head on may have builds; absent where all may.</param>
/// <param name="Items">The items, head first.</param>
public sealed record PipelineView(string Name, PipelineManager Manager, bool Submits, int? Window, IReadOnlyList<ItemView> Items);
