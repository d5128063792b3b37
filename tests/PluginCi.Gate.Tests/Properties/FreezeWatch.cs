using PluginCi.Model;

namespace PluginCi.Gating.Properties;

/// <summary>Freezes projects, and knows by itself what may not be merged: of a frozen project nothing but what has its topic.</summary>
internal sealed class FreezeWatch(ProjectName[] projects)
{
    private readonly HashSet<ProjectName> _byOperators = [];
    private FreezePlan? _bySite;

    /// <summary>What was merged while it was frozen.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>How many merges there were while something was frozen.</summary>
    public int MergedMeanwhile { get; private set; }

    public void Make(World world, QueueRules rules, MoveKind kind, int which)
    {
        var project = projects[which % projects.Length];
        switch (kind)
        {
            case MoveKind.Freeze:
                _byOperators.Add(project);
                world.Play(new Commanded(world.Now(), new FreezeMerges(project.Value, "a test"), "jo"));
                break;
            case MoveKind.Thaw:
                _byOperators.Remove(project);
                world.Play(new Commanded(world.Now(), new ThawMerges(project.Value), "jo"));
                break;
            default:
                // From soon until some time later, in seconds; none at all for 0.
                _bySite = which == 0 ? null : new FreezePlan
                {
                    Name = "site",
                    Reason = "a test",
                    Projects = [project.Value],
                    Branches = which % 2 == 0 ? [] : ["main"],
                    From = which % 3 == 0 ? world.Now() : world.Now().AddSeconds(which % 7),
                    Until = which % 5 == 0 ? null : world.Now().AddSeconds(3 * which),
                };
                world.Play(new RulesChanged(world.Now(), rules with { Freezes = _bySite is null ? [] : [_bySite] }));
                break;
        }
    }

    /// <summary>Lets the time of the site's freeze run out, and thaws the others.</summary>
    public void EndAll(World world, QueueRules rules)
    {
        if (_bySite is { Until: null })
        {
            Make(world, rules, MoveKind.FreezeBySite, which: 0);
        }

        world.Sleep(TimeSpan.FromMinutes(10));
        world.Play(new FreezesDue(world.Now()));
        foreach (var project in _byOperators.ToArray())
        {
            world.Play(new Commanded(world.Now(), new ThawMerges(project.Value), "jo"));
        }

        _byOperators.Clear();
    }

    public void Hear(SubmitChanges merged, DateTimeOffset heard)
    {
        MergedMeanwhile += _byOperators.Count > 0 || Holds(heard) ? 1 : 0;
        Faults.AddRange(merged.Changes
            .Where(change => _byOperators.Contains(change.Project) || (Holds(heard) && _bySite!.Projects.Contains(change.Project.Value)))
            .Select(change => $"{change.Id} of {change.Project} was merged at {heard:T}"));
    }

    private bool Holds(DateTimeOffset at) => _bySite is { } plan && !(plan.From > at) && !(plan.Until <= at);
}
