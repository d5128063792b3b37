namespace PluginCi.Model;

/// <summary>Which pipeline's builds get a worker first. Source: Zuul pipeline attribute <c>precedence</c>.</summary>
public enum Precedence
{
    /// <summary>Before all others: people wait for it.</summary>
    High,

    /// <summary>The usual.</summary>
    Normal,

    /// <summary>When nothing else wants the worker.</summary>
    Low,
}
