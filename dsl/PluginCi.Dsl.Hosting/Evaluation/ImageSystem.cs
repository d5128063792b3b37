using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>The system that a job which makes images runs on: it has <c>buildah</c>, whatever else is declared.</summary>
internal static class ImageSystem
{
    // With what shows the devices to an image that is run.
    private static readonly ImmutableArray<string> Makers = ["buildah", "mount"];

    // buildah of trixie does not run in a container whose root it cannot mount anew.
    private const string Release = "bookworm";

    /// <summary>The job on such a system.</summary>
    public static JobPlan Complete(JobPlan job) => job.Steps.Any(step => step is ImageStep)
        ? job with
        {
            RunsIn = job.RunsIn switch
            {
                null => new DebianPlan(Release, Makers),
                DebianPlan debian => debian with { Packages = [.. debian.Packages.Union(Makers).Order(StringComparer.Ordinal)] },
                var image => image,
            },
        }
        : job;
}
