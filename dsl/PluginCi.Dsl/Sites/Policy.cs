using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What holds for the jobs of repositories, whatever their scripts say. A value: every verb gives a new one.</summary>
public sealed class Policy : SitePart
{
    internal Policy(PolicyPlan plan, Place declaredAt)
    {
        Plan = plan;
        DeclaredAt = declaredAt;
    }

    internal PolicyPlan Plan { get; }

    internal Place DeclaredAt { get; }

    /// <summary>Holds for some projects only.</summary>
    /// <param name="projects">Globs of names: <c>*</c> within a folder, <c>**</c> across folders. Default: all projects.</param>
    /// <returns>The policy with these projects added.</returns>
    /// <example><code>Policy("short").For("sandbox/*").AtMost(timeout: Minutes(10))</code></example>
    public Policy For(params string[] projects) => With(Plan with { Projects = [.. Plan.Projects, .. (projects ?? []).Select(glob => glob ?? "")] });

    /// <summary>Holds for some jobs only.</summary>
    /// <param name="expression">An expression in JavaScript over <c>job</c>, <c>project</c>, <c>branch</c> and <c>pipeline</c>; docs/reference/enforcement.md lists what a job has.</param>
    /// <returns>The policy with that condition instead of the one before.</returns>
    /// <example><code>Policy("votes").When("pipeline == 'gate' &amp;&amp; !job.voting").Forbid("a job that decides nothing does not belong in the gate")</code></example>
    public Policy When(string expression) => With(Plan with { When = expression ?? "" });

    /// <summary>Refuses such jobs.</summary>
    /// <param name="why">What the developer reads: what is not allowed, and what to do instead.</param>
    /// <returns>The policy that refuses.</returns>
    /// <example><code>Policy("images").When("job.image &amp;&amp; !/^registry\\.example\\.org\\//.test(job.image)").Forbid("images come from registry.example.org")</code></example>
    public Policy Forbid(string why) => With(Plan with { Refusal = why ?? "" });

    /// <summary>Bounds what such jobs may ask for. A job that asks for more is refused; one that says nothing gets no more than this.</summary>
    /// <param name="timeout">The longest time.</param>
    /// <param name="memory">Bytes of memory, see <see cref="Ci.GiB"/>.</param>
    /// <param name="processes">Processes and threads at once.</param>
    /// <param name="cpus">CPUs at once.</param>
    /// <param name="disk">Bytes of the workspace and <c>/tmp</c> together.</param>
    /// <returns>The policy with these bounds instead of those before.</returns>
    /// <example><code>Policy("bounds").AtMost(timeout: Minutes(60), memory: GiB(4))</code></example>
    public Policy AtMost(TimeSpan? timeout = null, long? memory = null, int? processes = null, double? cpus = null, long? disk = null) => With(Plan with
    {
        MostTime = timeout ?? Plan.MostTime,
        MostMemoryBytes = memory ?? Plan.MostMemoryBytes,
        MostProcesses = processes ?? Plan.MostProcesses,
        MostCpus = cpus ?? Plan.MostCpus,
        MostDiskBytes = disk ?? Plan.MostDiskBytes,
    });

    /// <summary>Sets an environment variable of such jobs, which they may not set otherwise.</summary>
    /// <param name="name">Letters, digits and <c>_</c>.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The policy with this variable added.</returns>
    /// <example><code>Policy("symbols").Env("DEB_BUILD_OPTIONS", "nostrip")</code></example>
    public Policy Env(string name, string value) => With(Plan with { Environment = Plan.Environment.SetItem(name ?? "", value ?? "") });

    private Policy With(PolicyPlan plan) => new(plan, DeclaredAt);
}
