namespace PluginCi.Simulation;

/// <summary>What may happen to a change without more being said.</summary>
internal enum ChangeVerb
{
    /// <summary>It gets every vote, and the event comes.</summary>
    Approve,

    /// <summary>It gets every vote; no event comes.</summary>
    Vote,

    /// <summary>It loses its votes.</summary>
    Unvote,

    /// <summary>The event of its present patchset comes.</summary>
    Patchset,

    /// <summary>Somebody asks for another run.</summary>
    Recheck,

    /// <summary>It is given up.</summary>
    Abandon,

    /// <summary>It is taken up again.</summary>
    Restore,

    /// <summary>Somebody merges it past the gate.</summary>
    MergeOutside,

    /// <summary>From now on the review system refuses to merge it.</summary>
    RefuseSubmit,
}
