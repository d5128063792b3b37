namespace PluginCi.Server;

/// <summary>What the gate decided on a command that it did.</summary>
/// <param name="Reasons">One sentence each, one or more.</param>
public sealed record DoneView(IReadOnlyList<string> Reasons);
