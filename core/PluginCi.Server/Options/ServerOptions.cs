using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginCi.Scheduler;

namespace PluginCi.Server;

/// <summary>
/// What <c>pluginci.yaml</c> may say: only what git must not hold, everything else is in the config project.
/// No file is needed; docs/reference/pluginci.yaml.md describes each setting under the key it has there.
/// </summary>
public sealed record ServerOptions
{
    /// <summary>
    /// <c>listen</c>: where the server answers: <c>http</c>, an IP address or <c>localhost</c>, a port; port 0 takes a free one.
    /// Default <c>http://127.0.0.1:8080</c>. There is no login yet, so an address that others reach lets them approve and abandon changes.
    /// </summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:8080");

    /// <summary><c>url</c>: what people reach the server at, for links in reports; <c>http</c> or <c>https</c>, without a path. Default null: the same as <c>listen</c>.</summary>
    public Uri? Url { get; init; }

    /// <summary>
    /// <c>data</c>: the folder of the database, logs, mirrors and workspaces; made when it is not there. One server at a time uses it.
    /// Default <c>./.pluginci</c>, relative to the folder of the file, or to the working folder when there is no file.
    /// </summary>
    public string Data { get; init; } = "./.pluginci";

    /// <summary>
    /// <c>database</c>: the <see cref="Storage.PostgresAddress"/> of a database, without a password. One server at a time uses it.
    /// Default null: a file of SQLite in the folder <c>data</c>.
    /// </summary>
    public string? Database { get; init; }

    /// <summary><c>config-project</c>: the project whose <c>site.csx</c> defines projects, groups and pipelines. Default <c>config</c>.</summary>
    public string ConfigProject { get; init; } = "config";

    /// <summary><c>config-branch</c>: the branch of the config project that counts. Default <c>main</c>.</summary>
    public string ConfigBranch { get; init; } = "main";

    /// <summary><c>plugins</c>: where plugins are and what they are told.</summary>
    public PluginOptions Plugins { get; init; } = new();

    /// <summary>
    /// <c>reconcile-interval</c>: how often each review system is asked for everything, in case an event was lost.
    /// Default 1 minute; from 1 second to 1 day. Written as <c>30s</c>, <c>5m</c> or <c>1h</c>.
    /// </summary>
    public TimeSpan ReconcileInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// <c>artifacts-kept</c>: how long what builds hand on is kept at the least; what a state that is still tested needs is kept longer.
    /// Default 30 days; 1 hour or more.
    /// </summary>
    public TimeSpan ArtifactsKept { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// <c>stop-grace</c>: how long a server that is asked to stop waits for the builds that run; it starts none meanwhile.
    /// Default 0 seconds: they are run again after the next start. At most 1 day.
    /// </summary>
    public TimeSpan StopGrace { get; init; }

    /// <summary>
    /// <c>secrets</c>: where the values of secrets are that <c>site.csx</c> grants, by name: <c>env: NAME</c>, a variable of the server, or <c>file: PATH</c>, to which others have no rights.
    /// Read whenever a build needs one, and kept nowhere. Default none.
    /// </summary>
    public ImmutableSortedDictionary<string, SecretReference> Secrets { get; init; } = ImmutableSortedDictionary<string, SecretReference>.Empty;

    /// <summary><c>recipes</c>: folders with libraries of recipes that scripts may name by <c>#r</c>; read at the start. Default none.</summary>
    public ImmutableArray<string> Recipes { get; init; } = [];

    /// <summary><c>caches-size</c>: how many bytes the caches of builds may have together; those used longest ago go first. Default 20 GiB; 1 GiB or more.</summary>
    public long CachesSize { get; init; } = 20L << 30;

    /// <summary><c>dependencies-size</c>: how many bytes of what builds fetch from registries are kept; what was used longest ago goes first. Default 20 GiB; 1 GiB or more.</summary>
    public long DependenciesSize { get; init; } = 20L << 30;

    /// <summary>
    /// <c>warm-evaluators</c>: how many processes wait for the next pipeline script that changed, each for one; such a script is evaluated ten times as fast.
    /// They are started after the first one and need some 100 MB each. Default 1; from 0 to 16.
    /// </summary>
    public int WarmEvaluators { get; init; } = 1;

    /// <summary><c>log-level</c>: the least important lines that are logged: trace, debug, information, warning, error or critical. Default information.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary><c>log-console</c>: whether the log also goes to standard error, besides <c>logs/server.log</c> in the data folder. Default true.</summary>
    public bool LogConsole { get; init; } = true;
}
