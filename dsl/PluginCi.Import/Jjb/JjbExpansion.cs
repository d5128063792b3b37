using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Makes the jobs of projects, groups and templates.</summary>
/// <remarks>Source: Jenkins Job Builder: of lists, those whose names stand in the template's name are expanded, all with all; what a project or an item of its list says comes before what the template says.</remarks>
internal sealed class JjbExpansion(JjbFiles files, Notes notes)
{
    // Far more than anybody has; a few lists of lists would else never end.
    private const int MostJobs = 20_000;

    private const int DeepestGroup = 10;

    private readonly Dictionary<string, JjbJob> _jobs = new(StringComparer.Ordinal);

    /// <summary>All jobs, the first of each name.</summary>
    public ImmutableArray<JjbJob> Expand()
    {
        foreach (var job in files.Jobs)
        {
            Add(new JjbJob(job.Text("name") ?? "", WithDefaults(job), null, []));
        }

        foreach (var project in files.Projects)
        {
            var variables = project.Entries.Where(entry => entry.Key != "jobs").ToImmutableDictionary(entry => entry.Key, entry => entry.Value);
            Expand(project["jobs"], variables, project.Text("name") ?? "", 0);
        }

        return [.. _jobs.Values];
    }

    private void Expand(Node? jobs, ImmutableDictionary<string, Node> variables, string owner, int level)
    {
        foreach (var item in (jobs as ListNode)?.Items ?? [])
        {
            switch (item)
            {
                case ScalarNode name:
                    Expand(name.Value, item, variables, owner, level);
                    break;
                case MapNode map:
                    foreach (var entry in map.Entries)
                    {
                        Expand(entry.Key, item, variables.SetItems(((entry.Value as MapNode)?.Entries ?? []).Select(own => KeyValuePair.Create(own.Key, own.Value))), owner, level);
                    }

                    break;
            }
        }
    }

    private void Expand(string name, Node at, ImmutableDictionary<string, Node> variables, string owner, int level)
    {
        if (level < DeepestGroup && files.Find("job-group", name) is { } group)
        {
            var own = group.Entries.Where(entry => entry.Key is not ("jobs" or "name")).Select(entry => KeyValuePair.Create(entry.Key, entry.Value)).Where(pair => !variables.ContainsKey(pair.Key));
            Expand(group["jobs"], variables.SetItems(own), owner, level + 1);
        }
        else if (files.Find("job-template", name) is { } template)
        {
            ExpandTemplate(template, variables);
        }
        else if (files.Jobs.TrueForAll(job => job.Text("name") != name))
        {
            notes.NeedsPerson(at.File, at.At, $"{owner}.jobs", $"there is no job, template or group '{name}'");
        }
    }

    private void ExpandTemplate(MapNode template, ImmutableDictionary<string, Node> variables)
    {
        var name = template.Text("name") ?? "";
        var known = template.Entries.Where(entry => !variables.ContainsKey(entry.Key)).Aggregate(variables, (all, entry) => all.SetItem(entry.Key, entry.Value));
        string[] lists = [.. known.Where(entry => entry.Value is ListNode && name.Contains($"{{{entry.Key}}}", StringComparison.Ordinal)).Select(entry => entry.Key).Order(StringComparer.Ordinal)];
        IEnumerable<ImmutableDictionary<string, Node>> rows = lists.Aggregate(
            Enumerable.Repeat(known, 1),
            (all, list) => all.SelectMany(row => ((ListNode)known[list]).Items.Select(item => Choose(row, list, item))));
        foreach (var row in rows.Take(MostJobs).Where(row => !IsExcluded(row)))
        {
            var text = new JjbText(row);
            var map = (MapNode)text.Put(template);
            Add(new JjbJob(map.Text("name") ?? "", WithDefaults(map), name, [.. text.Missing]));
        }
    }

    // An item of a list is a value, or a value with variables of its own.
    private static ImmutableDictionary<string, Node> Choose(ImmutableDictionary<string, Node> row, string list, Node item) => item switch
    {
        MapNode { Entries: [var only] } => row.SetItems(((only.Value as MapNode)?.Entries ?? []).Select(entry => KeyValuePair.Create(entry.Key, entry.Value))).SetItem(list, new ScalarNode(only.At, only.Key, ScalarKind.Text) { File = item.File }),
        _ => row.SetItem(list, item),
    };

    private static bool IsExcluded(ImmutableDictionary<string, Node> row) => ((row.GetValueOrDefault("exclude") as ListNode)?.Items ?? []).OfType<MapNode>()
        .Any(combination => combination.Entries.All(entry => (row.GetValueOrDefault(entry.Key) as ScalarNode)?.Value == (entry.Value as ScalarNode)?.Value));

    private MapNode WithDefaults(MapNode job)
    {
        var defaults = files.Find("defaults", job.Text("defaults") ?? "global");
        return new MapNode(job.At, [.. job.Entries, .. (defaults?.Entries ?? []).Where(entry => entry.Key != "name" && !job.Has(entry.Key))]) { File = job.File };
    }

    private void Add(JjbJob job)
    {
        if (_jobs.Count < MostJobs)
        {
            _jobs.TryAdd(job.Name, job);
        }
    }
}
