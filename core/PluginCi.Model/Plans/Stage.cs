namespace PluginCi.Model;

/// <summary>The part of a pipeline that a job belongs to.</summary>
public enum Stage
{
    /// <summary>Builds artifacts and runs quick tests that need nothing else: no services, no other project's code.</summary>
    Commit,

    /// <summary>Tests what the commit stage built together with the other projects it is deployed with.</summary>
    Acceptance,
}
