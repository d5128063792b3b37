using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace PluginCi.Import;

/// <summary>Writes the scripts of the projects of a layout: one for each way in which projects are tested, which those that are tested the same way share.</summary>
/// <param name="find">The job of a use in a project, with the needs that it names itself; null where nothing can be said of it, or it does not run there.</param>
/// <param name="pipelines">The pipelines.</param>
/// <param name="notes">Takes what is different.</param>
internal sealed class ZuulScripts(Func<ZuulUse, string, FoundJob?> find, ZuulPipelines pipelines, Notes notes)
{
    /// <summary>The file that says which script is each project's.</summary>
    public const string Projects = "projects.tsv";

    private const int LongestName = 60;

    private readonly HashSet<string> _names = [];
    private readonly HashSet<string> _written = [];
    private readonly HashSet<string> _semaphores = [];

    /// <summary>The names of the jobs that stand in a script.</summary>
    public IReadOnlyCollection<string> Written => _written;

    /// <summary>The semaphores that the scripts name.</summary>
    public IEnumerable<string> Semaphores => _semaphores;

    /// <summary>The scripts by their paths, and the file that says which is whose.</summary>
    /// <param name="projects">The projects.</param>
    /// <param name="origin">What they are from, for the first line of each script.</param>
    /// <param name="isOne">True where the only project is the repository itself.</param>
    public ImmutableSortedDictionary<string, string> Write(IEnumerable<ZuulProject> projects, string origin, bool isOne = false)
    {
        var scripts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var index = new StringBuilder();
        foreach (var same in projects.Select(project => (project, Jobs: JobsOf(project))).Where(entry => entry.Jobs.Length > 0).GroupBy(entry => KeyOf(entry.Jobs)))
        {
            ZuulProject[] users = [.. same.Select(entry => entry.project)];
            var jobs = JobOrder.Sort(same.First().Jobs, notes);
            var path = isOne ? ImportScripts.Pipeline : $"{FolderOf(users)}/{ImportScripts.Pipeline}";
            scripts[path] = ScriptWriter.Write(jobs, users.Length == 1 ? origin : string.Create(CultureInfo.InvariantCulture, $"{origin}, for {users.Length} projects, which {Projects} names"));
            _written.UnionWith(jobs.Select(job => job.Origin));
            _semaphores.UnionWith(jobs.SelectMany(job => job.Semaphores));
            foreach (var user in users)
            {
                index.Append(user.Name).Append('\t').Append(path).Append('\n');
            }
        }

        return index.Length == 0 || isOne ? scripts.ToImmutable() : scripts.ToImmutable().Add(Projects, index.ToString());
    }

    private string FolderOf(ZuulProject[] users)
    {
        if (users is [var only])
        {
            return $"projects/{only.Name}";
        }

        var name = JobNames.Fit(string.Join('-', users[0].Templates is { IsEmpty: false } templates ? templates : [users[0].Uses[0].Job]));
        return $"shared/{JobNames.Free(name.Length > LongestName ? name[..LongestName] : name, _names)}";
    }

    // A job that runs on other branches in one pipeline than in another is there twice.
    private ImmutableArray<FoundJob> JobsOf(ZuulProject project)
    {
        var found = new Dictionary<string, Dictionary<string, FoundJob>>();
        foreach (var use in project.Uses.Where(use => use.Job != ZuulReader.Nothing))
        {
            if (find(use, project.Name) is { } job && BranchesOf(job, use.Pipeline) is { } branches)
            {
                var known = found.TryGetValue(use.Job, out var entry) ? entry : found[use.Job] = [];
                var pipeline = pipelines.StandInOf(use.Pipeline)!;
                known[pipeline] = known.TryGetValue(pipeline, out var before) ? before with { Branches = Union(before.Branches, branches) } : job with { Branches = branches };
            }
        }

        var names = new Dictionary<(string Job, string Pipeline), string>();
        var taken = new HashSet<string>();
        var jobs = ImmutableArray.CreateBuilder<FoundJob>();
        foreach (var (origin, byPipeline) in found)
        {
            foreach (var same in byPipeline.GroupBy(entry => KeyOf(entry.Value)))
            {
                var job = same.First().Value;
                var name = JobNames.Free(same.Key == KeyOf(byPipeline.First().Value) ? job.Name : $"{job.Name}-{same.First().Key}", taken);
                jobs.Add(job with { Name = name, Origin = origin, Pipelines = [.. same.Select(entry => entry.Key)] });
                foreach (var (pipeline, _) in same)
                {
                    names[(origin, pipeline)] = name;
                }
            }
        }

        var parents = project.Uses.Where(use => use.Parent is not null).ToLookup(use => use.Job);
        return [.. jobs.Select(job => job with
        {
            Needs =
            [
                .. NeedsOf(job, parents, names, []).Distinct().Select(name => new FoundNeed(name, false, false)),
                .. job.Needs.SelectMany(need => job.Pipelines.Where(pipeline => names.ContainsKey((need.Job, pipeline))).Select(pipeline => need with { Job = names[(need.Job, pipeline)] })).DistinctBy(need => need.Job),
            ],
        })];
    }

    // Where the job before is not in the script, the one before that is meant.
    private IEnumerable<string> NeedsOf(FoundJob job, ILookup<string, ZuulUse> needs, Dictionary<(string Job, string Pipeline), string> names, ImmutableHashSet<string> way) =>
        needs[way.IsEmpty ? job.Origin : way.Last()].Where(use => job.Pipelines.Contains(pipelines.StandInOf(use.Pipeline)!)).SelectMany(use =>
            names.TryGetValue((use.Parent!, pipelines.StandInOf(use.Pipeline)!), out var name) ? [name] : way.Contains(use.Parent!) ? [] : NeedsOf(job, needs, names, [use.Parent!]));

    // None is all; null is that the job runs on no branch of the pipeline.
    private ImmutableArray<string>? BranchesOf(FoundJob job, string pipeline)
    {
        var own = pipelines.BranchesOf(pipeline);
        if (own.IsEmpty || job.Branches.IsEmpty)
        {
            return own.IsEmpty ? job.Branches : own;
        }

        // What must not be on either side is left out; the other side says more.
        if (own.Any(branch => branch.StartsWith('!')))
        {
            return job.Branches;
        }

        ImmutableArray<string> both = [.. own.Where(branch => job.Branches.Any(glob => glob == branch || Model.Glob.IsMatch(glob, branch)))];
        return both.IsEmpty ? null : both;
    }

    private static ImmutableArray<string> Union(ImmutableArray<string> one, ImmutableArray<string> other) => one.IsEmpty || other.IsEmpty ? [] : [.. one.Union(other)];

    private static string KeyOf(ImmutableArray<FoundJob> jobs) => string.Join('\n', jobs.Select(job => $"{job.Name}|{string.Join(' ', job.Pipelines)}|{KeyOf(job)}"));

    // All that projects may say of a job in ways of their own.
    private static string KeyOf(FoundJob job) => string.Join('|', ((IEnumerable<string>[])
    [
        job.Branches, job.WhenChanged, job.Irrelevant, job.Semaphores, job.Needs.Select(need => $"{need.Job}{need.IsSoft}"), job.Steps, job.Environment.Select(pair => $"{pair.Key}={pair.Value}"),
        [$"{job.IsVoting}", $"{job.Timeout}", $"{job.Attempts}", $"{job.System?.Release}"],
    ]).Select(texts => string.Join('\u001f', texts)));
}
