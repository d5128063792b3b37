using System.Collections.Immutable;
using PluginCi.Egress;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Cli;

/// <summary>The network of builds on one's own machine: each reaches what its job asks for, as there is no site to ask.</summary>
/// <param name="Inside">The hosts whose addresses may be of this machine or of its private network.</param>
internal sealed record LocalNetwork(ImmutableArray<HostPattern> Inside)
{
    /// <summary>One that reaches nothing inside.</summary>
    public static LocalNetwork Outside { get; } = new([]);

    /// <summary>Opens the proxy of a build.</summary>
    /// <param name="job">Its job.</param>
    /// <param name="path">Where it listens.</param>
    /// <param name="output">Where its requests are told.</param>
    /// <returns>The proxy, or null for a job that asks for nothing.</returns>
    public EgressProxy? Open(JobPlan job, string path, IBuildOutput output) => job.Network.IsEmpty ? null : EgressProxy.Start(
        path, new EgressRules([.. job.Network.Select(HostPattern.Parse).OfType<HostPattern>()], Inside), record => output.Line(record.ToString()), null, TimeProvider.System);
}
