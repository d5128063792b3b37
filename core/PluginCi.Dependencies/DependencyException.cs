namespace PluginCi.Dependencies;

/// <summary>Why something cannot be had, in one sentence.</summary>
internal sealed class DependencyException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status of the answer.</summary>
    public int Status { get; } = status;
}
