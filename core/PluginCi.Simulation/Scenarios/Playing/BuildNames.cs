namespace PluginCi.Simulation;

/// <summary>What files call builds.</summary>
internal sealed class BuildNames
{
    private readonly Dictionary<TownBuild, string[]> _known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, HashSet<string>> _pipelines = [];

    /// <summary>All names of a build, the shortest first: by any change of its item, with and without the pipeline.</summary>
    public IReadOnlyList<string> NamesOf(TownBuild build)
    {
        if (!_known.TryGetValue(build, out var all))
        {
            var job = build.Wish.Job;
            string[] jobs = job.Name == job.Plan.Name ? [job.Name] : [job.Plan.Name, job.Name];
            string[] plain = [.. OwnersOf(build).SelectMany(owner => jobs.Select(name => $"{owner}.{name}"))];
            _known[build] = all = [.. plain, .. plain.Select(name => $"{build.Wish.Pipeline}/{name}")];
            foreach (var name in plain)
            {
                if (!_pipelines.TryGetValue(name, out var pipelines))
                {
                    _pipelines[name] = pipelines = [];
                }

                pipelines.Add(build.Wish.Pipeline);
            }
        }

        return all;
    }

    /// <summary>The name of a build for messages: with the pipeline where it tests no change, or where builds of several pipelines have the name.</summary>
    public string TitleOf(TownBuild build)
    {
        var name = NamesOf(build)[0];
        return build.Wish.Ref is null && _pipelines[name].Count == 1 ? name : $"{build.Wish.Pipeline}/{name}";
    }

    private static IEnumerable<string> OwnersOf(TownBuild build) => build.Wish.Ref is { } tested ? [tested.Target.Value] : build.Owners.Select(ChangeNames.NameOf);
}
