namespace PluginCi.Gating;

/// <summary>What people are told of an item that leaves before its builds decided.</summary>
internal enum Farewell
{
    /// <summary>Nothing: whoever did it knows.</summary>
    Quiet,

    /// <summary>That it left, without a vote.</summary>
    Left,

    /// <summary>That it failed, with a vote.</summary>
    Failed,
}
