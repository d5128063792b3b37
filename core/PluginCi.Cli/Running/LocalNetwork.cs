using System.Collections.Immutable;
using PluginCi.Dependencies;
using PluginCi.Egress;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Scheduler;

namespace PluginCi.Cli;

/// <summary>The network of builds on one's own machine: each reaches what its job asks for, as there is no site to ask.</summary>
/// <param name="Inside">The hosts whose addresses may be of this machine or of its private network.</param>
internal sealed record LocalNetwork(ImmutableArray<HostPattern> Inside)
{
    /// <summary>One that reaches nothing inside.</summary>
    public static LocalNetwork Outside { get; } = new([]);

    /// <summary>What keeps dependencies; null for nothing.</summary>
    public DependencyCache? Dependencies { get; init; }

    /// <summary>The registries that they may be of.</summary>
    public ImmutableArray<RegistryPlan> Registries { get; init; } = RegistryPlan.Public;

    /// <summary>Opens the network of a build.</summary>
    /// <param name="job">Its job.</param>
    /// <param name="path">Where it listens.</param>
    /// <param name="output">Where its requests are told.</param>
    /// <returns>The network, or null for a job that asks for nothing.</returns>
    /// <exception cref="OutsideException">It asks for what is not to be had here.</exception>
    public BuildNetwork? Open(JobPlan job, string path, IBuildOutput output)
    {
        if (job.Network.IsEmpty && job.Dependencies.IsEmpty)
        {
            return null;
        }

        if (!job.Dependencies.IsEmpty && (Dependencies is null ? "this command keeps none." : DependencyCache.FindObstacle()) is { } obstacle)
        {
            throw new OutsideException($"Job {job.Name} asks for dependencies of {string.Join(", ", job.Dependencies)}: {obstacle}", isTransient: false);
        }

        var registries = Registries.Where(registry => job.Dependencies.Contains(registry.Name)).ToImmutableArray();
        var dependencies = registries.IsEmpty ? null : Dependencies?.For(registries, Registries, output.Line);
        var rules = new EgressRules([.. job.Network.Select(HostPattern.Parse).OfType<HostPattern>()], Inside) { Site = dependencies };
        return new BuildNetwork(EgressProxy.Start(path, rules, record => output.Line(record.ToString()), null, TimeProvider.System), registries, dependencies, output);
    }
}
