namespace PluginCi.Model;

/// <summary>Which states of a dependent queue are built. A strategy never affects what may merge, only what is tested first.</summary>
public enum Strategy
{
    /// <summary>Each item on the nearest item ahead that is not failing, within a window. Source: Zuul.</summary>
    Linear,

    /// <summary>One item at a time on the branch tips, without speculation.</summary>
    Serial,

    /// <summary>One state for many changes, halved when it fails. Source: bors.</summary>
    Batch,

    /// <summary>The states most likely to be needed, within a budget. Source: Uber SubmitQueue.</summary>
    Probabilistic,
}
