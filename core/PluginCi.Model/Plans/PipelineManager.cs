namespace PluginCi.Model;

/// <summary>How the items of a pipeline relate to each other. Source: Zuul pipeline attribute <c>manager</c>.</summary>
public enum PipelineManager
{
    /// <summary>Each item is tested alone on the branch tips, with what it depends on.</summary>
    Independent,

    /// <summary>Changes of a queue are tested on top of those ahead of them and merge in order: a gate.</summary>
    Dependent,

    /// <summary>The items of a queue run one after the other; the next starts when the one ahead is done.</summary>
    Serial,

    /// <summary>One item runs for each branch, and only the newest waits: those between are dropped.</summary>
    Supercedent,
}
