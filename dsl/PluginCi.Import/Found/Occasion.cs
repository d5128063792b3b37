namespace PluginCi.Import;

/// <summary>Why a pipeline of GitLab runs.</summary>
internal enum Occasion
{
    /// <summary>A merge request, before it is merged.</summary>
    MergeRequest,

    /// <summary>A push to a branch that is not the default one.</summary>
    Branch,

    /// <summary>The default branch moved.</summary>
    DefaultBranch,

    /// <summary>A tag.</summary>
    Tag,

    /// <summary>A schedule.</summary>
    Schedule,

    /// <summary>Somebody's command.</summary>
    Manual,
}
