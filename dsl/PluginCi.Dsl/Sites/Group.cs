using System.Collections.Immutable;

namespace PluginCi.Dsl;

/// <summary>A repo group. A value: every verb gives a new one.</summary>
public sealed class Group : SitePart
{
    internal Group(string name, ImmutableArray<Repository> members, ImmutableArray<Job> jobs)
    {
        Name = name;
        Members = members;
        Jobs = jobs;
    }

    internal string Name { get; }

    internal ImmutableArray<Repository> Members { get; }

    internal ImmutableArray<Job> Jobs { get; }

    /// <summary>Adds jobs that run for a change of any member. All members are checked out, each in a folder of its name, and steps start in the
    /// folder that holds them.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <returns>The group with these jobs added.</returns>
    /// <example><code>Group("site-a", core, maps).Acceptance(Job("site-a-acceptance").Sh("core/tests/site.sh"))</code></example>
    public Group Acceptance(params JobSet[] jobs) => new(Name, Members, [.. Jobs, .. jobs.SelectMany(set => set.Jobs)]);
}
