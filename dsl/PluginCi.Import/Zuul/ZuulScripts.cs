using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace PluginCi.Import;

/// <summary>Writes the scripts of the projects of a layout: one for each way in which projects are tested, which those that are tested the same way share.</summary>
/// <param name="library">What jobs do.</param>
/// <param name="settings">What the layout says of them.</param>
/// <param name="pipelines">The pipelines.</param>
/// <param name="notes">Takes what is different.</param>
internal sealed class ZuulScripts(JjbLibrary library, ZuulJobSettings settings, ZuulPipelines pipelines, Notes notes)
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
    public ImmutableSortedDictionary<string, string> Write(IEnumerable<ZuulProject> projects, string origin)
    {
        var scripts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var index = new StringBuilder();
        foreach (var same in projects.Select(project => (project, Jobs: JobsOf(project))).Where(entry => entry.Jobs.Length > 0).GroupBy(entry => KeyOf(entry.Jobs)))
        {
            ZuulProject[] users = [.. same.Select(entry => entry.project)];
            var jobs = JobOrder.Sort(same.First().Jobs, notes);
            var path = $"{FolderOf(users)}/{ImportScripts.Pipeline}";
            scripts[path] = ScriptWriter.Write(jobs, users.Length == 1 ? origin : string.Create(CultureInfo.InvariantCulture, $"{origin}, for {users.Length} projects, which {Projects} names"));
            _written.UnionWith(jobs.Select(job => job.Origin));
            _semaphores.UnionWith(jobs.SelectMany(job => job.Semaphores));
            foreach (var user in users)
            {
                index.Append(user.Name).Append('\t').Append(path).Append('\n');
            }
        }

        return index.Length == 0 ? scripts.ToImmutable() : scripts.ToImmutable().Add(Projects, index.ToString());
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
        var found = new Dictionary<string, (FoundJob Job, Dictionary<string, ImmutableArray<string>> Branches)>();
        foreach (var use in project.Uses.Where(use => use.Job != ZuulReader.Nothing))
        {
            if (library.Find(use.Job, use.File, use.At) is { } job && settings.Apply(job, project.Name) is { } applied && BranchesOf(applied, use.Pipeline) is { } branches)
            {
                var known = found.TryGetValue(use.Job, out var entry) ? entry : found[use.Job] = (applied, []);
                var pipeline = pipelines.StandInOf(use.Pipeline)!;
                known.Branches[pipeline] = known.Branches.TryGetValue(pipeline, out var before) ? Union(before, branches) : branches;
            }
        }

        var names = new Dictionary<(string Job, string Pipeline), string>();
        var taken = new HashSet<string>();
        var jobs = ImmutableArray.CreateBuilder<FoundJob>();
        foreach (var (origin, (job, byPipeline)) in found)
        {
            foreach (var same in byPipeline.GroupBy(entry => string.Join(' ', entry.Value)))
            {
                var name = JobNames.Free(same.Key == string.Join(' ', byPipeline.First().Value) ? job.Name : $"{job.Name}-{same.First().Key}", taken);
                ImmutableArray<string> runsIn = [.. same.Select(entry => entry.Key)];
                jobs.Add(job with { Name = name, Pipelines = runsIn, Branches = same.First().Value });
                foreach (var pipeline in runsIn)
                {
                    names[(origin, pipeline)] = name;
                }
            }
        }

        var needs = project.Uses.Where(use => use.Parent is not null).ToLookup(use => use.Job);
        return [.. jobs.Select(job => job with { Needs = [.. NeedsOf(job, needs, names, []).Distinct().Select(name => new FoundNeed(name, false, false))] })];
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

    private static string KeyOf(ImmutableArray<FoundJob> jobs) => string.Join('\n', jobs.Select(job =>
        $"{job.Name}|{string.Join(' ', job.Pipelines)}|{string.Join(' ', job.Branches)}|{string.Join(' ', job.WhenChanged)}|{string.Join(' ', job.Irrelevant)}|{string.Join(' ', job.Needs.Select(need => need.Job))}|{job.IsVoting}|{string.Join(' ', job.Semaphores)}"));
}
