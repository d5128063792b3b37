namespace PluginCi.Model;

/// <summary>How the items of a pipeline relate to each other. Source: Zuul pipeline attribute <c>manager</c>.</summary>
public enum PipelineManager
{
    /// <summary>Each change is tested alone on the branch tips, with what it depends on.</summary>
    Independent,

    /// <summary>Changes of a queue are tested on top of those ahead of them and merge in order: a gate.</summary>
    Dependent,
}
