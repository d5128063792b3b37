using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>The jobs of Zuul 3 and later, with what they have of their parents.</summary>
internal sealed class Zuul3Library
{
    private const int DeepestParent = 50;

    private readonly ImportInput _input;
    private readonly Notes _notes;
    private readonly string _root;
    private readonly NodeSets _nodeSets;
    private readonly Zuul3JobReader _reader;
    private readonly Dictionary<string, Zuul3Job> _jobs = [];
    private readonly HashSet<string> _missing = [];

    /// <summary>Reads the definitions.</summary>
    /// <param name="files">The files.</param>
    /// <param name="input">Reads playbooks.</param>
    /// <param name="root">The folder of the repository.</param>
    /// <param name="notes">Takes what becomes of them.</param>
    public Zuul3Library(Zuul3Files files, ImportInput input, string root, Notes notes)
    {
        (_input, _root, _notes) = (input, root, notes);
        _nodeSets = new NodeSets(files, notes);
        _reader = new Zuul3JobReader(notes);
        foreach (var map in files.Jobs)
        {
            var name = map.Text("name") ?? "";
            var job = _reader.Read(map, name);
            if (!_jobs.TryAdd(name, job))
            {
                notes.NeedsPerson(map.File, map.At, name, "the job is defined before; this variant of it, for other branches, is left out. Write it as a job of its own with .Branches(…)");
            }
        }
    }

    /// <summary>The names of the jobs that can be run.</summary>
    public IEnumerable<string> Names => _jobs.Values.Where(job => !job.IsAbstract).Select(job => job.Name);

    /// <summary>The job of a use; null where nothing can be said of it.</summary>
    public FoundJob? Find(ZuulUse use)
    {
        var chain = ChainOf(use);
        var all = chain.Skip(1).Aggregate(chain[0], (above, below) => above.With(below));
        if (use.Variant is { } variant)
        {
            all = all.With(_reader.Read(variant, use.Job));
        }

        var (file, at) = chain[^1].Map is { Entries.IsEmpty: false } map ? (map.File, map.At) : (use.File, use.At);
        var playbooks = new Playbooks(_input, _root, new AnsibleText(all.Variables), use.Job, _notes);
        var (before, run, after) = (playbooks.Read(all.PreRun), playbooks.Read(all.Run), playbooks.Read(all.PostRun));
        var usual = run.IsEmpty ? Usual(chain) : null;
        if (run.IsEmpty && usual is null)
        {
            _notes.NeedsPerson(file, at, use.Job, all.Run.IsEmpty ? "no file here says what it runs, and its name tells nothing usual; write it as a job" : "none of its playbooks has a step that can be said here; write it as a job");
            return null;
        }

        TellUsual(usual, file, at, use.Job);
        return JobBuilder.Build(
            Settings(all, use.Job) with { File = file, At = at, Services = usual?.Services ?? [], Artifacts = usual?.Artifacts ?? [] },
            usual?.System ?? _nodeSets.Find(all.NodeSet, use.Job),
            new JobCommands { Groups = [.. before.Concat(usual?.Commands ?? run).Select(command => ImmutableArray.Create(command))], Afterwards = after, Predefined = _ => (false, null) },
            _notes);
    }

    private static FoundJob Settings(Zuul3Job all, string name) => new()
    {
        Name = JobNames.Fit(name),
        Origin = name,
        File = all.Map.File,
        At = all.Map.At,
        Timeout = all.Timeout,
        Attempts = all.Attempts,
        IsVoting = all.IsVoting ?? true,
        HoldsFollowing = all.HoldsFollowing ?? false,
        WhenChanged = all.Files ?? [],
        Irrelevant = all.Irrelevant ?? [],
        Branches = all.Branches ?? [],
        Needs = [.. (all.Needs ?? []).Where(need => need.Job.Length > 0)],
        Semaphores = all.Semaphores,
    };

    private void TellUsual(UsualWork? usual, string file, Place at, string job)
    {
        if (usual is null)
        {
            return;
        }

        _notes.Approximated(file, at, job, $"no file here says what it runs; by its name, or that of a parent: {usual.Text}");
        if (usual.Missing is { } missing)
        {
            _notes.NeedsPerson(file, at, job, missing);
        }
    }

    // The outermost first. What is not here has nothing but its name.
    private ImmutableArray<Zuul3Job> ChainOf(ZuulUse use)
    {
        var chain = new List<Zuul3Job>();
        for (string? name = use.Job; name is not null && chain.Count < DeepestParent && chain.TrueForAll(job => job.Name != name);)
        {
            var job = _jobs.GetValueOrDefault(name) ?? Missing(name, chain.Count == 0 ? null : chain[0], use);
            chain.Insert(0, job);
            name = job.Parent;
        }

        return [.. chain];
    }

    private Zuul3Job Missing(string name, Zuul3Job? child, ZuulUse use)
    {
        if (child is not null && _missing.Add($"{child.Name} {name}"))
        {
            var at = child.Map.Entries.FirstOrDefault(entry => entry.Key == "parent").At is { Line: > 0 } place ? place : child.Map.At;
            if (name == "base")
            {
                _notes.Approximated(child.Map.File, at, $"{child.Name}.parent", "the base job of a site prepares the workspace and keeps logs, which the server does here");
            }
            else
            {
                _notes.NeedsPerson(child.Map.File, at, $"{child.Name}.parent", $"the parent '{name}' is not here; what it does before, afterwards and by its settings is not in the scripts. Import its repository too");
            }
        }

        return new Zuul3Job { Name = name, Map = new MapNode(use.At, []) { File = use.File } };
    }

    private static UsualWork? Usual(ImmutableArray<Zuul3Job> chain) => chain.Reverse().Select(job => UsualNames.Find(job.Name)).FirstOrDefault(work => work is not null);
}
