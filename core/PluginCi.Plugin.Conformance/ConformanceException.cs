namespace PluginCi.Plugin.Conformance;

/// <summary>An implementation does not keep its contract. The message says what was expected, what was found, and what the build told.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What was expected and what was found.</param>
    public ConformanceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one that says nothing.</summary>
    public ConformanceException()
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">What was expected and what was found.</param>
    /// <param name="innerException">What it was caused by.</param>
    public ConformanceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
