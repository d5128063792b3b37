using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Plugin;

/// <summary>One build to run.</summary>
public sealed record BuildRequest
{
    /// <summary>The build.</summary>
    public required BuildId Build { get; init; }

    /// <summary>What it runs, and within which limits.</summary>
    public required JobPlan Job { get; init; }

    /// <summary>An absolute path of a folder that holds the checkouts, made for this build alone; the executor may change it, the host removes it.</summary>
    public required string Workspace { get; init; }

    /// <summary>The folder below the workspace that steps start in, <c>.</c> for the workspace itself.</summary>
    public required string StartIn { get; init; }

    /// <summary>Every environment variable of the build but <c>PATH</c>, <c>HOME</c> and the locale, which the executor sets. Those that <see cref="JobPlan.Secrets"/> names are for the steps
    /// alone: an executor that cannot keep their values from arguments of programs, and from whatever others can read, says so by <see cref="IExecutor.FindObstacle"/>.</summary>
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>Environment variables that hold paths, each given from the workspace folder. The executor sets them to absolute paths as the build sees them.
    /// Since contract 1.3.</summary>
    public ImmutableSortedDictionary<string, string> PathVariables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What to hand back of the workspace; null for nothing. Since contract 1.3.</summary>
    public Outbox? Outbox { get; init; }

    /// <summary>The folders that it finds as an earlier build left them. Since contract 1.6.</summary>
    public ImmutableArray<CacheFolder> Caches { get; init; } = [];

    /// <summary>
    /// The absolute path of a Unix socket that speaks as an HTTP proxy for this build alone, and is the only way out that its steps may have: the executor makes it
    /// reachable for them, and names it in <c>http_proxy</c> and <c>https_proxy</c>, in small and in large letters. Null, which is usual, for no network at all. Since contract 1.6.
    /// </summary>
    public string? ProxySocket { get; init; }

    /// <summary>The services of <see cref="JobPlan.Services"/>, in the same order, with the credentials of this build. Each is started and ready before the first step, in
    /// a system of its own that shares with the build the loopback of its network and nothing else, and gone when the build ends. Since contract 1.6.</summary>
    public ImmutableArray<ServiceRequest> Services { get; init; } = [];

    /// <summary>True when all the code that it runs was reviewed: what is in branches, and changes that a gate takes only when they are approved. An executor may keep the
    /// others apart. Since contract 1.6.</summary>
    public bool IsReviewed { get; init; }
}
