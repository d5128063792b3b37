using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>What the builds of a site may reach of the network, where their jobs ask for it.</summary>
public sealed record EgressPlan
{
    /// <summary>The port of a build's loopback where it finds its proxy.</summary>
    public const int ProxyPort = 3128;

    /// <summary>The hosts for builds of reviewed code alone, each in the form of <see cref="HostPattern"/>.</summary>
    public ImmutableArray<string> Reviewed { get; init; } = [];

    /// <summary>The hosts for all builds.</summary>
    public ImmutableArray<string> Unreviewed { get; init; } = [];

    /// <summary>Of these hosts those whose addresses may be of the machine itself or of its private network. Each names one host.</summary>
    public ImmutableArray<string> Inside { get; init; } = [];
}
