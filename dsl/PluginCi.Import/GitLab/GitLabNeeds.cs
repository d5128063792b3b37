using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Says what jobs come after: by <c>needs</c>, or else after all jobs of the earlier stages.</summary>
/// <param name="stages">The stages in their order.</param>
/// <param name="jobs">All jobs, with those that are written.</param>
/// <param name="notes">Takes what cannot be carried over.</param>
internal sealed class GitLabNeeds(ImmutableArray<string> stages, ImmutableArray<GitLabJob> jobs, Notes notes)
{
    /// <summary>What a job needs.</summary>
    public ImmutableArray<FoundNeed> Of(GitLabJob job)
    {
        var fetched = job.Keys.Take("dependencies") is { } node ? Values.Texts(node) : (ImmutableArray<string>?)null;
        if (job.Keys.Take("needs") is ListNode needs)
        {
            return [.. needs.Items.SelectMany(item => Of(job, item, fetched))];
        }

        // A job that may fail holds up nobody.
        var index = stages.IndexOf(job.Stage);
        var earlier = jobs.Where(other => other.Found is { IsVoting: true } && stages.IndexOf(other.Stage) < index).ToArray();
        return
        [
            .. earlier
                .Where(other => IsLast(other, earlier) || Fetches(other, fetched))
                .Select(other => new FoundNeed(other.Found!.Name, false, Fetches(other, fetched))),
        ];
    }

    private static bool Fetches(GitLabJob other, ImmutableArray<string>? fetched) => !other.Found!.Artifacts.IsEmpty && (fetched is null || fetched.Value.Contains(other.Name));

    // Those of the stage before last are waited for already by those of the last, where these run whenever those do.
    private bool IsLast(GitLabJob other, GitLabJob[] earlier) =>
        !earlier.Any(later => stages.IndexOf(later.Stage) > stages.IndexOf(other.Stage) && later.Found!.Pipelines.IsEmpty && !later.Keys.Map.Has("needs"));

    private static bool IsElsewhere(MapNode? map) => map is not null && (map.Has("project") || map.Has("pipeline"));

    private static bool IsOwn(string key) => key is "job" or "artifacts" or "optional";

    private IEnumerable<FoundNeed> Of(GitLabJob job, Node item, ImmutableArray<string>? fetched)
    {
        var map = item as MapNode;
        var name = (item as ScalarNode)?.Value ?? map?.Text("job");
        foreach (var entry in map?.Entries.Where(entry => !IsOwn(entry.Key)) ?? [])
        {
            notes.NeedsPerson(entry.Value.File, entry.At, $"{job.Name}.needs.{entry.Key}", "only jobs of the same repository can be needed; projects that are built from others say .BuildAfter(…) in site.csx");
        }

        if (name is null || IsElsewhere(map))
        {
            return [];
        }

        if (jobs.FirstOrDefault(other => other.Name == name) is not { Found: { } found } other)
        {
            notes.NeedsPerson(item.File, item.At, $"{job.Name}.needs", $"the job '{name}' is not in the scripts; this need is left out");
            return [];
        }

        return [new FoundNeed(found.Name, map?.Flag("optional") is true || !found.IsVoting, map?.Flag("artifacts") is not false && Fetches(other, fetched))];
    }
}
