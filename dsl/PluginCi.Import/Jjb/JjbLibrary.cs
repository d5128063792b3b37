using System.Collections.Immutable;
using PluginCi.Declarative;
using PluginCi.Model;

namespace PluginCi.Import;

/// <summary>The jobs of a folder of Jenkins Job Builder by their names. Each is read when it is asked for, so that of jobs that nobody runs nothing is told.</summary>
internal sealed class JjbLibrary
{
    private readonly Notes _notes;
    private readonly JjbFiles _files;
    private readonly ImportInput _input;
    private readonly ImmutableDictionary<string, JjbJob> _jobs;
    private readonly Dictionary<string, FoundJob?> _read = [];

    /// <summary>Reads the files.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="input">Reads a file.</param>
    /// <param name="notes">Takes what becomes of them.</param>
    public JjbLibrary(IEnumerable<string> paths, ImportInput input, Notes notes)
    {
        (_notes, _input, _files) = (notes, input, new JjbFiles(input, notes));
        foreach (var path in paths)
        {
            _files.Read(path);
        }

        Diagnostics = _files.Diagnostics;
        Jobs = new JjbExpansion(_files, notes).Expand();
        _jobs = Jobs.ToImmutableDictionary(job => job.Name);
    }

    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>All jobs.</summary>
    public ImmutableArray<JjbJob> Jobs { get; }

    /// <summary>A job: as it is defined, else as its name usually means; null where neither says what it does.</summary>
    /// <param name="name">The name.</param>
    /// <param name="file">The file that names it.</param>
    /// <param name="at">Where it is named.</param>
    public FoundJob? Find(string name, string file, Place at)
    {
        if (!_read.TryGetValue(name, out var found))
        {
            _read[name] = found = _jobs.TryGetValue(name, out var job) ? Read(job, file, at) : ByName(name, file, at);
        }

        return found;
    }

    private FoundJob? Read(JjbJob job, string file, Place at)
    {
        var notes = new Notes();
        var found = UsualNames.IsSurer(job.Name) ? null : new JjbJobReader(_files, _input, notes).Read(job);
        if (found is not null)
        {
            _notes.AddAll(notes);
            return found;
        }

        var byName = ByName(job.Name, file, at);
        _notes.AddReplaced(notes, byName is null ? null : "What the job's name usually means stands for all of its definition");
        return byName;
    }

    private FoundJob? ByName(string name, string file, Place at)
    {
        var where = _jobs.ContainsKey(name) ? "how it is defined cannot be said here" : "no file here says what it does";
        if (UsualNames.Find(name) is not { } work)
        {
            _notes.NeedsPerson(file, at, name, $"{where}, and its name tells nothing usual; write it as a job, or leave it in the old system");
            return null;
        }

        _notes.Approximated(file, at, name, $"{where}; by its name: {work.Text}{(work.System?.Text is { Length: > 0 } difference ? $"; {difference}" : "")}");
        if (work.Missing is { } missing)
        {
            _notes.NeedsPerson(file, at, name, missing);
        }

        var system = work.System ?? new KnownSystem(new FoundSystem(null, FoundSystem.UsualRelease, [], "linux"), [], ImportOutcome.Approximated, "");
        var built = JobBuilder.Build(
            new FoundJob { Name = JobNames.Fit(name), Origin = name, File = file, At = at, Services = work.Services, Artifacts = work.Artifacts },
            system,
            new JobCommands { Groups = [.. work.Commands.Select(command => ImmutableArray.Create(command))], Predefined = JenkinsVariables.Find },
            _notes);
        return work.System is null ? built with { System = null } : built;
    }
}
