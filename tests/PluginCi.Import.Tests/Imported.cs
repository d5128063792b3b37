using System.Collections.Immutable;
using PluginCi.Declarative;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;

namespace PluginCi.Import;

/// <summary>An import whose scripts the real evaluator has made plans of.</summary>
internal sealed class Imported
{
    private Imported(ImportResult result)
    {
        Result = result;
        if (!result.Scripts.ContainsKey(ImportScripts.Site))
        {
            return;
        }

        Site = Evaluate(ImportScripts.Site, isSite: true, []).Site!;
        if (result.Scripts.ContainsKey(ImportScripts.Pipeline))
        {
            Plan = Evaluate(ImportScripts.Pipeline, isSite: false, [.. Site.Pipelines.Select(pipeline => pipeline.Name)]).Plan!;
        }
    }

    public ImportResult Result { get; }

    public SitePlan Site { get; } = null!;

    public Plan Plan { get; } = null!;

    public string Script => Result.Scripts[ImportScripts.Pipeline];

    public static Imported From(ImportFormat format, string path, params (string Path, string Text)[] files)
    {
        var texts = files.ToDictionary(file => file.Path, file => file.Text);
        var input = new ImportInput(
            name => texts.TryGetValue(name, out var text) ? (text, null) : (null, FileText.CannotRead(name, "there is no file of that name")),
            folder => texts.Keys.Where(name => Path.GetDirectoryName(name) == folder).Order(StringComparer.Ordinal));
        return new Imported(Importer.Import(format, path, isFolder: !texts.ContainsKey(path), "example", input));
    }

    public static Imported FromDisk(ImportFormat format, string path, string? jobs = null)
    {
        var input = new ImportInput(
            name => File.Exists(name) ? FileText.Decode(name, File.ReadAllBytes(name)) : (null, FileText.CannotRead(name, "there is no file of that name")),
            folder => Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal) : []);
        return new Imported(Importer.Import(format, path, Directory.Exists(path), "example", input, jobs));
    }

    public JobPlan Job(string name) => Plan.Jobs.FirstOrDefault(job => job.Name == name) ?? throw new InvalidOperationException($"no job '{name}' in\n{Script}");

    public string[] Commands(string job) => [.. Job(job).Steps.Cast<ShellStep>().Select(step => step.Command)];

    /// <summary>The script of a project of a site, by the file that says which is whose.</summary>
    public string PathOf(string project) => Result.Scripts[ZuulScripts.Projects].Split('\n').Select(line => line.Split('\t')).First(line => line[0] == project)[1];

    /// <summary>The plan of a project of a site.</summary>
    public Plan PlanOf(string project) => PlanAt(PathOf(project));

    /// <summary>The plan of a script.</summary>
    public Plan PlanAt(string path) => Evaluate(path, isSite: false, [.. Site.Pipelines.Select(pipeline => pipeline.Name)]).Plan!;

    /// <summary>The notes of an outcome that say something, as <c>line:column what: text</c>.</summary>
    public string[] Notes(ImportOutcome outcome) => [.. Result.Notes.Where(note => note.Outcome == outcome).Select(note => $"{note.Line}:{note.Column} {note.What}: {note.Text}")];

    /// <summary>Asserts that something is said of a line.</summary>
    public void Says(ImportOutcome outcome, int line, string text) => Assert.True(
        Result.Notes.Any(note => note.Outcome == outcome && note.Line == line && $"{note.What}: {note.Text}".Contains(text, StringComparison.Ordinal)),
        $"no note {outcome} of line {line} with '{text}' in\n{ImportReport.Write(Result)}");

    private EvaluationResponse Evaluate(string entry, bool isSite, ImmutableArray<string> pipelines)
    {
        var response = ScriptRunner.Run(new EvaluationRequest { IsSite = isSite, Entry = entry, Pipelines = pipelines, Files = ImmutableSortedDictionary<string, string>.Empty.Add(entry, Result.Scripts[entry]) });
        Assert.True(response.Diagnostics.IsEmpty, $"{string.Join('\n', response.Diagnostics)}\n{Result.Scripts[entry]}");
        return response;
    }
}
