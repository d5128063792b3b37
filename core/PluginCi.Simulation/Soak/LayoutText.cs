using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Writes a sketched site as the layout of a scenario file, and reads it back as what a town is made of.</summary>
internal static class LayoutText
{
    /// <summary>The keys of the layout, a line each, without indentation.</summary>
    public static IEnumerable<string> Write(SiteSketch site)
    {
        yield return "pipelines:";
        yield return $"  gate: {{ {string.Join(", ", GateOf(site))} }}";
        if (site.HasCheck)
        {
            yield return "  check: { manager: independent, on: [patchset, recheck, restored], success: 1, failure: -1 }";
        }

        yield return "jobs:";
        foreach (var job in site.Jobs)
        {
            yield return $"  {job.Name}: {{ {string.Join(", ", PartsOf(job))} }}";
        }

        yield return Text($"semaphores: {{ s: {site.Semaphore} }}");
        yield return "projects:";
        foreach (var project in site.Projects)
        {
            yield return $"  {project.Name}: {{ {string.Join(", ", PartsOf(site, project))} }}";
        }

        if (!site.Groups.IsEmpty)
        {
            yield return "groups:";
            foreach (var group in site.Groups)
            {
                yield return $"  {group.Name}: {{ projects: {List(group.Projects)}, gate: {List(group.Jobs)} }}";
            }
        }
        else
        {
            yield return "groups: {}";
        }

        var queues = site.Projects.Select(project => project.Queue ?? project.Name).Concat(site.Groups.Select(group => group.Name)).Distinct();
        yield return $"queues: {{ {string.Join(", ", queues.Select(queue => $"{queue}: {{ cycles: {Word(site.AllowsCycles)}, topics: {Word(site.UsesTopics)}, overtaking: {Word(site.AllowsOvertaking)} }}"))} }}";
        yield return $"reuse-results: {Word(site.ReusesResults)}";
    }

    /// <summary>Reads a site, with what the text cannot say.</summary>
    /// <param name="site">The site.</param>
    /// <param name="earlier">The names that the layouts before it brought.</param>
    public static (TownLayout Layout, LayoutNames Names) Read(SiteSketch site, LayoutNames earlier)
    {
        var draft = LayoutDraft.Empty.With(YamlFile.Read("layout", string.Join('\n', Write(site))));
        var (layout, names) = new LayoutReader(draft, earlier).Read();
        var retries = site.Jobs.Where(job => job.FlakeRetries > 0).ToDictionary(job => job.Name, job => job.FlakeRetries);
        var plans = layout.Plans.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value with { Jobs = Retry(entry.Value.Jobs, retries) });
        var pipelines = layout.Site.Pipelines.Select(pipeline => pipeline.Name == SiteSketch.Gate ? pipeline with { Strategy = site.Strategy, OnNewPatchset = site.OnNewPatchset } : pipeline);
        return (new TownLayout(layout.Site with { Pipelines = [.. pipelines] }, plans), names);
    }

    /// <summary>What of a site a scenario file cannot say.</summary>
    public static IEnumerable<string> Unsaid(SiteSketch site)
    {
        foreach (var job in site.Jobs.Where(job => job.FlakeRetries > 0))
        {
            yield return Text($"job {job.Name} has {job.FlakeRetries} flake retry");
        }

        if (site.OnNewPatchset != NewPatchsetRule.AskAgain)
        {
            yield return $"pipeline gate has the rule {site.OnNewPatchset} for new patchsets";
        }
    }

    public static string List(IEnumerable<string> names) => $"[{string.Join(", ", names)}]";

    private static ImmutableArray<JobPlan> Retry(ImmutableArray<JobPlan> jobs, Dictionary<string, int> retries) =>
        [.. jobs.Select(job => retries.TryGetValue(job.Name, out var times) ? job with { FlakeRetries = times } : job)];

    private static IEnumerable<string> GateOf(SiteSketch site)
    {
        yield return $"manager: {(site.IsSerialManager ? "serial" : "dependent")}";
        yield return "on: [approved], require: [approved], success: 2, failure: -2, submit: true";
        var ceiling = site.WindowCeiling == 0 ? 0 : Math.Max(site.WindowCeiling, Math.Max(site.WindowFloor, site.WindowStart));
        yield return Text($"window: {{ start: {site.WindowStart}, floor: {site.WindowFloor}, ceiling: {ceiling} }}");
        if (site.Strategy != Strategy.Serial)
        {
            yield return $"strategy: {site.Strategy.ToString().ToLowerInvariant()}";
        }

        yield return Text($"batch: {{ max: {site.MostInBatch} }}, budget: {{ builds: {site.Budget} }}");
        yield return $"fail-fast: {Word(site.IsFailFast)}, start-report: {Word(site.ReportsStart)}";
        if (site.HasCheck)
        {
            yield return "supercedes: [check]";
        }
    }

    private static IEnumerable<string> PartsOf(JobSketch job)
    {
        yield return Text($"attempts: {job.Attempts}, needs: {List(job.Needs)}, soft: {List(job.Soft)}");
        foreach (var (isSet, part) in new[] { (!job.IsVoting, "voting: false"), (job.HoldsFollowing, "hold-following: true"), (job.Pauses, "pause: true"), (job.UsesSemaphore, "semaphore: s"), (job.IsForSpecialFiles, $"files: [\"{SiteSketch.SpecialFiles}\"]") })
        {
            if (isSet)
            {
                yield return part;
            }
        }
    }

    private static IEnumerable<string> PartsOf(SiteSketch site, ProjectSketch project)
    {
        if (project.Queue is { } queue)
        {
            yield return $"queue: {queue}";
        }

        yield return $"gate: {List(project.Gate)}";
        if (site.HasCheck)
        {
            yield return $"check: {List(project.Check)}";
        }
    }

    private static string Word(bool value) => value ? "true" : "false";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
