namespace PluginCi.Import;

/// <summary>Whose configuration is imported.</summary>
public enum ImportFormat
{
    /// <summary>A <c>.gitlab-ci.yml</c>.</summary>
    GitLab,

    /// <summary>Workflows of GitHub Actions.</summary>
    GitHub,

    /// <summary>A folder of Jenkins Job Builder.</summary>
    Jjb,

    /// <summary>A <c>.pipeline/config.yaml</c> of PipelineLib.</summary>
    PipelineLib,

    /// <summary>A layout of Zuul 2, or the files of Zuul 3 and later.</summary>
    Zuul,
}
