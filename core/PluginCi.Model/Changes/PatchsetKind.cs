namespace PluginCi.Model;

/// <summary>How much a patchset differs from the one before it. Source: Gerrit's <c>patchSet.kind</c>.</summary>
public enum PatchsetKind
{
    /// <summary>The code changed, or nobody can tell. The first patchset is a rework.</summary>
    Rework,

    /// <summary>The same change on another parent, merged without a conflict.</summary>
    TrivialRebase,

    /// <summary>The files are the same; the message or the parents changed.</summary>
    NoCodeChange,
}
