namespace PluginCi.Egress;

/// <summary>What one build may ask of its proxy.</summary>
public sealed record EgressLimits
{
    /// <summary>Connections at once. Default 128; one more is answered with 503.</summary>
    public int MostConnections { get; init; } = 128;

    /// <summary>Requests in all, so that a build cannot fill logs. Default 10,000; one more is answered with 429.</summary>
    public int MostRequests { get; init; } = 10_000;

    /// <summary>Bytes both ways in all, and those that are fetched for what a site answers, whether or not they are sent. Default 8 GiB; what would go past it is cut.</summary>
    public long MostBytes { get; init; } = 8L << 30;

    /// <summary>How long the head of a request may take to come. Default 15 seconds.</summary>
    public TimeSpan HeadTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a host may take to be found, and each of its addresses to answer. Default 15 seconds.</summary>
    public TimeSpan ConnectTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may carry nothing either way. Default 5 minutes.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(5);
}
