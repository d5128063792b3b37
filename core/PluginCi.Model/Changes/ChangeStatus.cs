namespace PluginCi.Model;

/// <summary>Where a change stands in its review system.</summary>
public enum ChangeStatus
{
    /// <summary>It may still be merged.</summary>
    Open,

    /// <summary>Its branch contains it.</summary>
    Merged,

    /// <summary>Its owner gave it up; it may be restored.</summary>
    Abandoned,
}
