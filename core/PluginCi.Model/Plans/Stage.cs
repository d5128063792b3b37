namespace PluginCi.Model;

/// <summary>The part of a pipeline that a job belongs to, in the order in which people read them.</summary>
public enum Stage
{
    /// <summary>Builds artifacts and runs quick tests that need nothing else: no services, no other project's code.</summary>
    Commit,

    /// <summary>Checks the code in ways that take too long, or need too much, for <see cref="Commit"/>, beside the other stages: analyses, audits, coverage.</summary>
    Health,

    /// <summary>Tests for its developers how what the commit stage built works with what it is used with.</summary>
    Integration,

    /// <summary>Tests what the commit stage built together with the other projects it is deployed with.</summary>
    Acceptance,

    /// <summary>Gives what the stages before it made and tested to an environment, where code is merged only. Nothing is built again.</summary>
    Promote,

    /// <summary>Rolls out what was promoted to an environment, and nothing else, where code is merged only.</summary>
    Deploy,
}
