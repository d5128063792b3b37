namespace PluginCi.Plugin;

/// <summary>Something outside failed: a server, a network, a disk. Plugins throw it, and the host decides by <see cref="IsTransient"/> whether to try again.</summary>
public sealed class OutsideException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">A sentence: what failed, on what, and what to do.</param>
    /// <param name="isTransient">True when the same call may succeed later without anybody doing anything.</param>
    /// <param name="inner">What it was caused by, or null.</param>
    public OutsideException(string message, bool isTransient, Exception? inner = null)
        : base(message, inner) => IsTransient = isTransient;

    /// <summary>Makes one that is not transient.</summary>
    /// <param name="message">A sentence: what failed, on what, and what to do.</param>
    public OutsideException(string message)
        : this(message, isTransient: false)
    {
    }

    /// <summary>Makes one that is not transient and says nothing.</summary>
    public OutsideException()
        : this("Something outside failed.")
    {
    }

    /// <summary>Makes one that is not transient.</summary>
    /// <param name="message">A sentence: what failed, on what, and what to do.</param>
    /// <param name="innerException">What it was caused by.</param>
    public OutsideException(string message, Exception innerException)
        : this(message, isTransient: false, innerException)
    {
    }

    /// <summary>True when the same call may succeed later without anybody doing anything.</summary>
    public bool IsTransient { get; }
}
