using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using PluginCi.Dependencies;
using PluginCi.Egress;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Gives builds the way to the network that their jobs ask for, as far as the site allows it for the code that they run.</summary>
internal sealed class Networks(SchedulerOptions options, SiteKeeper sites, TimeProvider clock, ILogger<Networks> logger) : IDisposable
{
    private readonly DependencyCache? _cache = options.Dependencies is null ? null : new DependencyCache(new DependencyCacheOptions
    {
        Folder = options.Dependencies,
        Sockets = options.Sockets,
        MostBytes = options.DependenciesSize,
        Warn = message => Log.DependencyTrouble(logger, message),
    });

    private int _lastNumber;

    private ImmutableArray<RegistryPlan> Registries => sites.Current.Plan.Registries ?? RegistryPlan.Public;

    /// <summary>Removes what builds of an earlier process left, and makes the folder of sockets, for this account alone.</summary>
    public void Clear()
    {
        if (Directory.Exists(options.Sockets))
        {
            Directory.Delete(options.Sockets, recursive: true);
        }

        _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(options.Sockets) : Directory.CreateDirectory(options.Sockets, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Why a build may not have the network that its job asks for.</summary>
    /// <returns>One sentence, or null.</returns>
    public string? FindObstacle(StartBuild wish)
    {
        var (site, isReviewed) = (sites.Current.Plan, Trust.IsReviewed(sites.Current.Plan, wish));
        var allowed = Parse(isReviewed ? [.. site.Egress.Unreviewed, .. site.Egress.Reviewed] : site.Egress.Unreviewed);
        return Parse(wish.Job.Plan.Network).FirstOrDefault(host => !allowed.Any(other => other.Covers(host))) is not { } refused ? FindDependencyObstacle(wish.Job)
            : $"Job {wish.Job.Name} asks for the host {refused}, which the site allows for {(isReviewed ? "no build" : $"no build of unreviewed code, as in {wish.Pipeline}")}. "
                + (!isReviewed && Parse(site.Egress.Reviewed).Any(other => other.Covers(refused))
                    ? $"Let the job run in a gate only, by In(\"…\", …), or have the site allow it for all builds: Egress(unreviewed: [\"{refused}\"]) in site.csx."
                    : $"Take it away from .Network(…), or have the site allow it: Egress({(isReviewed ? "" : "un")}reviewed: [\"{refused}\"]) in site.csx.");
    }

    /// <summary>Opens the proxy of a build that may have what its job asks for.</summary>
    /// <returns>The proxy, or null for a job that asks for nothing.</returns>
    /// <exception cref="IOException">It cannot listen.</exception>
    public BuildNetwork? Open(StartBuild wish, SecretMask mask, IBuildOutput log)
    {
        if (wish.Job.Plan.Network.IsEmpty && wish.Job.Plan.Dependencies.IsEmpty)
        {
            return null;
        }

        var asked = RegistriesOf(wish.Job.Plan);
        var dependencies = asked.IsEmpty ? null : _cache?.For(asked, Registries, log.Line);
        var rules = new EgressRules([.. Parse(wish.Job.Plan.Network)], [.. Parse(sites.Current.Plan.Egress.Inside)]) { Site = dependencies };
        var path = Path.Combine(options.Sockets, Interlocked.Increment(ref _lastNumber).ToString(CultureInfo.InvariantCulture));
        return new BuildNetwork(EgressProxy.Start(path, rules, record => Tell(wish.Build, record with { Host = mask.ApplyToHost(record.Host) }, log), null, clock), asked, dependencies, log);
    }

    /// <summary>The registries that a job has its dependencies from.</summary>
    public ImmutableArray<RegistryPlan> RegistriesOf(JobPlan job) => [.. Registries.Where(registry => job.Dependencies.Contains(registry.Name))];

    /// <inheritdoc/>
    public void Dispose() => _cache?.Dispose();

    private string? FindDependencyObstacle(FrozenJob job) => job.Plan.Dependencies.IsEmpty ? null
        : job.Plan.Dependencies.FirstOrDefault(name => Registries.All(registry => registry.Name != name)) is { } unknown
            ? $"Job {job.Name} asks for the registry {unknown}, which the site does not have{(Registries.IsEmpty ? "" : $"; it has {string.Join(", ", Registries.Select(registry => registry.Name))}")}. "
                + "Take it away from .Dependencies(…), or name it in Registries(…) of site.csx."
        : (_cache is null ? "this server keeps none." : DependencyCache.FindObstacle()) is { } obstacle ? $"Job {job.Name} asks for dependencies of {string.Join(", ", job.Plan.Dependencies)}: {obstacle}"
        : null;

    private void Tell(BuildId build, EgressRecord record, IBuildOutput log)
    {
        log.Line(record.ToString());
        Log.NetworkUsed(logger, build.Value, record.Host, record.Port, record.Refusal ?? "allowed", record.BytesSent, record.BytesReceived);
    }

    private static HostPattern[] Parse(IEnumerable<string> hosts) => [.. hosts.Select(HostPattern.Parse).OfType<HostPattern>()];
}
