using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>A program that runs beside the steps of a job and that only they reach. A value: every verb gives a new one and leaves this one as it is.</summary>
public sealed class BuildService
{
    private const string Host = "127.0.0.1";

    private readonly ServiceKind? _kind;
    private readonly ServicePlan _plan;
    private readonly bool _hasPort;
    private readonly (Job Job, string Artifact)? _maker;

    internal BuildService(ServicePlan plan)
        : this(plan, kind: null, hasPort: true, maker: null, obstacle: null)
    {
    }

    private BuildService(ServicePlan plan, ServiceKind? kind, bool hasPort, (Job Job, string Artifact)? maker, string? obstacle) =>
        (_plan, _kind, _hasPort, _maker, Obstacle) = (plan, kind, hasPort, maker, obstacle);

    /// <summary>Why it cannot be, to stand behind its name, or null.</summary>
    internal string? Obstacle { get; }

    /// <summary>Gives it a name, as two services of one job must have different ones.</summary>
    /// <param name="name">Small letters, digits and <c>-</c>, beginning with a letter. Variables that tell steps of it begin with it: those of <c>old-db</c> with <c>OLD_DB_</c>.</param>
    /// <returns>The service. The variables that clients of its kind read by themselves are not set for it, as <c>PGHOST</c>.</returns>
    /// <example><code>Service.PostgreSql("13").Named("old-db")</code></example>
    public BuildService Named(string name) => With(_plan with { Name = name ?? "" });

    /// <summary>Lets it listen on a port. Without it, a service has the usual port of its kind, or the next one that no other service of the job has.</summary>
    /// <param name="port">From 1024 to 65535.</param>
    /// <returns>The service on that port.</returns>
    /// <example><code>Service.Redis("7.0").Port(7000)</code></example>
    public BuildService Port(int port) => new(_plan with { Port = port }, _kind, hasPort: true, _maker, Obstacle);

    /// <summary>Sets an environment variable for the service.</summary>
    /// <param name="name">Letters, digits, <c>_</c>, <c>.</c> and <c>-</c>.</param>
    /// <param name="value">The value; <c>Service.Password</c> in it stands for the service's password.</param>
    /// <returns>The service with the variable.</returns>
    /// <example><code>Service.Command("backend", "./run", port: 8080).Env("MODE", "test")</code></example>
    public BuildService Env(string name, string value) => With(_plan with { Environment = _plan.Environment.SetItem(name ?? "", value ?? "") });

    /// <summary>Says which system it runs in.</summary>
    /// <param name="environment">The system.</param>
    /// <returns>The service on that system. Without it, services of Debian run in the release that has their version, and commands see the programs of the machine that they run on.</returns>
    /// <example><code>Service.Command("backend", "python3 -m backend", port: 8080).On(Debian("bookworm").Apt("python3"))</code></example>
    public BuildService On(BuildEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return With(_plan with { RunsIn = environment.Plan });
    }

    /// <summary>Knows by a command line that the service can be used. Without it, it can when it listens on its port, and when those of a known kind answer.</summary>
    /// <param name="command">Run again and again in the system of the service, with its variables, until it passes.</param>
    /// <param name="within">How long that may take, up to 10 minutes. Default 60 seconds.</param>
    /// <returns>The service with the check.</returns>
    /// <example><code>Service.Command("backend", "./run", port: 8080).Ready("curl -sf localhost:8080/health", within: Minutes(2))</code></example>
    public BuildService Ready(string command, TimeSpan? within = null) => With(_plan with { Ready = command ?? "", ReadyWithin = within ?? _plan.ReadyWithin });

    /// <summary>Limits what it may use, beside what the job may.</summary>
    /// <param name="memory">Bytes, 16 MiB or more. Default 512 MiB.</param>
    /// <param name="processes">Processes and threads at once, 8 or more. Default 256.</param>
    /// <param name="cpus">CPUs at once, more than 0. Default 2.</param>
    /// <param name="disk">Bytes of its data, 1 MiB or more. Default 512 MiB.</param>
    /// <param name="output">Bytes of its output that are kept; the rest is left out. Default 1 MiB.</param>
    /// <returns>The service with these limits; those left out stay as they were.</returns>
    /// <example><code>Service.PostgreSql("15").Limits(memory: GiB(1))</code></example>
    public BuildService Limits(long? memory = null, int? processes = null, double? cpus = null, long? disk = null, long? output = null) => With(_plan with
    {
        Limits = new ResourceLimits
        {
            MemoryBytes = memory ?? _plan.Limits.MemoryBytes,
            Processes = processes ?? _plan.Limits.Processes,
            Cpus = cpus ?? _plan.Limits.Cpus,
            DiskBytes = disk ?? _plan.Limits.DiskBytes,
            OutputBytes = output ?? _plan.Limits.OutputBytes,
        },
    });

    internal static BuildService Of(ServiceKind kind, string version)
    {
        var isKnown = kind.Systems.TryGetValue(version ?? "", out var system);
        var plan = new ServicePlan
        {
            Name = kind.Name,
            Port = kind.Port,
            RunsIn = system,
            Start = kind.Start,
            Ready = kind.Ready,
            Environment = ImmutableSortedDictionary<string, string>.Empty.Add("PASSWORD", ServicePlan.Password),
        };
        return new BuildService(plan, kind, hasPort: false, maker: null, isKnown ? null
            : $"has the version '{version}', which no known release of Debian has. Known: {string.Join(", ", kind.Systems.Keys)}. For another one use Service.Image(…).");
    }

    internal BuildService MadeBy(Job job, string artifact) => new(_plan, _kind, _hasPort, (job, artifact), Obstacle);

    /// <summary>A job with this service added, as a plan that executors understand without knowing its kind.</summary>
    internal Job AddTo(Job job)
    {
        var ready = _maker is { } maker ? job.Fetch(maker.Job, maker.Artifact) : job;
        return ready.WithService(this, PlanFor(_hasPort ? _plan.Port : FreePort(job.Plan)));
    }

    private int FreePort(JobPlan job) => Enumerable.Range(_plan.Port, job.Services.Length + 1).First(port => job.Services.All(other => other.Port != port));

    private ServicePlan PlanFor(int port)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);
        var prefix = _plan.Name.ToUpperInvariant().Replace('-', '_') + "_";
        var facts = ImmutableSortedDictionary<string, string>.Empty.Add("HOST", Host).Add("PORT", number);
        if (_plan.Environment.Values.Any(value => value.Contains(ServicePlan.Password, StringComparison.Ordinal)))
        {
            facts = facts.Add("PASSWORD", ServicePlan.Password);
        }

        var exports = facts.AddRange(_kind?.Facts ?? facts.Clear()).ToImmutableSortedDictionary(fact => prefix + fact.Key, fact => fact.Value)
            .SetItems(_kind?.Name == _plan.Name ? _kind.Native : facts.Clear());
        return _plan with
        {
            Port = port,
            Environment = _plan.Environment.SetItem("PORT", number),
            Exports = exports.ToImmutableSortedDictionary(export => export.Key, export => export.Value.Replace("{port}", number, StringComparison.Ordinal)),
        };
    }

    private BuildService With(ServicePlan plan) => new(plan, _kind, _hasPort, _maker, Obstacle);
}
