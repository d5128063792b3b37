namespace PluginCi.Declarative;

/// <summary>Whose form a declarative file has.</summary>
public enum DeclarativeKind
{
    /// <summary>PluginCI's own small form: a type and commands.</summary>
    Own,

    /// <summary>PipelineLib's: pipelines of stages.</summary>
    PipelineLib,

    /// <summary>Blubber's: variants of images.</summary>
    Blubber,

    /// <summary>Something that PluginCI does not read.</summary>
    Other,
}
