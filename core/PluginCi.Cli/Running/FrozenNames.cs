using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Server;

namespace PluginCi.Cli;

/// <summary>
/// Looks at the names in a server's answer, which become paths on this machine: a script's plan was checked where it was evaluated, and this one comes over the network.
/// </summary>
internal static partial class FrozenNames
{
    /// <summary>Checks all of them.</summary>
    /// <param name="frozen">The answer.</param>
    /// <param name="job">The job in it.</param>
    /// <param name="inside">The hosts that may be of this machine or of its private network.</param>
    /// <returns>The job.</returns>
    /// <exception cref="OutsideException">One is none that a server of ours would send.</exception>
    public static JobPlan Check(FrozenBuildView frozen, JobPlan job, ImmutableArray<HostPattern> inside)
    {
        Require("job", [job.Name, .. frozen.Needs.Select(need => need.Job)], JobPlan.IsName);
        Require("artifact", [.. job.Artifacts.Select(artifact => artifact.Name), .. frozen.Needs.SelectMany(need => need.Artifacts).Select(artifact => artifact.Name)], JobPlan.IsName);
        Require("service", job.Services.Select(service => service.Name), JobPlan.IsName);
        Require("file of an image", job.Steps.OfType<ImageStep>().SelectMany(step => step.Files.Keys), JobPlan.IsName);
        Require("project", frozen.Sources.Select(source => source.Project), RelativePath.IsInside);
        Require("folder", frozen.StartIn == "." ? [] : [frozen.StartIn], RelativePath.IsInside);
        Require("file", frozen.Needs.SelectMany(need => need.Artifacts).SelectMany(artifact => artifact.Files).Select(file => file.Path), RelativePath.IsInside);
        Require("cache", job.Caches.Select(cache => cache.Path.StartsWith(CachePlan.Home, StringComparison.Ordinal) ? cache.Path[CachePlan.Home.Length..] : cache.Path), RelativePath.IsInside);
        Require("commit", frozen.Sources.Select(source => source.Commit), HashForm().IsMatch);
        Require("registry", frozen.Registries.SelectMany(registry => new[] { registry.Index, registry.Files ?? registry.Index }), RegistryPlan.IsAddress);
        foreach (var registry in frozen.Registries.Where(registry => job.Dependencies.Contains(registry.Name) && !RegistryPlan.Public.Contains(registry)))
        {
            var hosts = new[] { registry.Index, registry.Files ?? registry.Index }.Select(address => new Uri(address)).Select(address => address.IsDefaultPort ? address.Host : address.Authority);
            if (hosts.FirstOrDefault(host => HostPattern.Parse(host) is not { } wanted || !inside.Any(other => other.Covers(wanted))) is { } host)
            {
                throw new OutsideException($"The build had packages from {host}, a registry of the server's own. Say --inside {host} to have them from there too.");
            }
        }

        return job;
    }

    private static void Require(string what, IEnumerable<string> names, Func<string, bool> isGood)
    {
        if (names.FirstOrDefault(name => !isGood(name)) is { } bad)
        {
            throw new OutsideException($"The server's answer names the {what} '{bad}', which no PluginCI would; nothing of it is used. Is the address right?");
        }
    }

    [GeneratedRegex(@"^[0-9a-f]{40,64}\z")]
    private static partial Regex HashForm();
}
