namespace PluginCi.Git;

/// <summary>Git, a remote or the disk failed. Conflicts and refused pushes are not exceptions but outcomes.</summary>
public sealed class GitException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">A sentence: what failed, on what, and what to do.</param>
    /// <param name="isTransient">True when the same call may succeed later without anybody doing anything.</param>
    /// <param name="inner">What it was caused by, or null.</param>
    public GitException(string message, bool isTransient, Exception? inner = null)
        : base(message, inner) => IsTransient = isTransient;

    /// <summary>Makes one that is not transient.</summary>
    /// <param name="message">A sentence: what failed, on what, and what to do.</param>
    public GitException(string message)
        : this(message, isTransient: false)
    {
    }

    /// <summary>Makes one that is not transient and says nothing.</summary>
    public GitException()
        : this("Git failed.")
    {
    }

    /// <summary>Makes one that is not transient.</summary>
    /// <param name="message">A sentence: what failed, on what, and what to do.</param>
    /// <param name="innerException">What it was caused by.</param>
    public GitException(string message, Exception innerException)
        : this(message, isTransient: false, innerException)
    {
    }

    /// <summary>True when the same call may succeed later without anybody doing anything: a time limit, a network, a lock file.</summary>
    public bool IsTransient { get; }
}
