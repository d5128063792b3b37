namespace PluginCi.Egress;

/// <summary>A request that is not passed on, or not to its end.</summary>
internal sealed class RefusalException(int status, string message) : Exception(message)
{
    public const int TooManyAtOnce = 503;

    /// <summary>The HTTP status of the answer.</summary>
    public int Status { get; } = status;
}
