using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Counts the running builds of each quota of the site. Its owner guards it.</summary>
internal sealed class Quotas
{
    private readonly Dictionary<BuildId, ProjectName> _running = [];
    private readonly Dictionary<ProjectName, ImmutableArray<QuotaPlan>> _known = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private ImmutableArray<QuotaPlan> _plans = [];

    /// <summary>Takes over the quotas of another site. What runs goes on, also where it is more than may run now.</summary>
    public void Change(ImmutableArray<QuotaPlan> plans)
    {
        _plans = plans;
        _known.Clear();
        _counts.Clear();
        foreach (var project in _running.Values)
        {
            Count(project, 1);
        }
    }

    public void Take(BuildId build, ProjectName project)
    {
        if (_running.TryAdd(build, project))
        {
            Count(project, 1);
        }
    }

    public void GiveBack(BuildId build)
    {
        if (_running.Remove(build, out var project))
        {
            Count(project, -1);
        }
    }

    /// <summary>The first quota of a project that has no room for another build; null when there is room.</summary>
    public QuotaPlan? FindFull(ProjectName project)
    {
        foreach (var plan in Of(project))
        {
            if (_counts.GetValueOrDefault(plan.Name) >= plan.Builds)
            {
                return plan;
            }
        }

        return null;
    }

    /// <summary>How each quota stands.</summary>
    /// <param name="waiting">The projects of the builds that wait.</param>
    public IReadOnlyList<QuotaStanding> Standings(IReadOnlyCollection<ProjectName> waiting) =>
        [.. _plans.Select(plan => new QuotaStanding(plan.Name, plan.Projects, plan.Builds, _counts.GetValueOrDefault(plan.Name), waiting.Count(project => Of(project).Contains(plan))))];

    private void Count(ProjectName project, int more)
    {
        foreach (var plan in Of(project))
        {
            _counts[plan.Name] = _counts.GetValueOrDefault(plan.Name) + more;
        }
    }

    private ImmutableArray<QuotaPlan> Of(ProjectName project)
    {
        if (!_known.TryGetValue(project, out var plans))
        {
            _known[project] = plans = [.. _plans.Where(plan => plan.IsFor(project))];
        }

        return plans;
    }
}
