using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads a file of PipelineLib with its Blubber files.</summary>
internal sealed partial class PipelineLibImport(ImportInput input)
{
    /// <summary>Where the file usually is.</summary>
    public static readonly string UsualName = Path.Combine(".pipeline", "config.yaml");

    private readonly Notes _notes = new();
    private readonly Dictionary<string, BlubberFile?> _images = [];

    /// <summary>Imports a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="project">The name of the repository in the site.</param>
    public ImportResult Read(string path, string project)
    {
        var (text, problem) = input.Read(path);
        if (text is null)
        {
            return new ImportResult { Diagnostics = [problem!] };
        }

        var root = YamlReader.Read(text, new Findings(path));
        var file = PipelineLibFile.Read(path, text);
        if (!file.IsGood || root?.Map("pipelines") is not { } pipelines)
        {
            return new ImportResult { Diagnostics = file.Diagnostics };
        }

        var found = ImmutableArray.CreateBuilder<FoundJob>();
        var taken = new HashSet<string>();
        var count = 0;
        foreach (var pipeline in file.Pipelines)
        {
            count += pipeline.Stages.Length;
            found.AddRange(ReadPipeline(pipeline, pipelines.Map(pipeline.Name)!, path, taken, file.Pipelines.Length > 1));
        }

        var result = new ImportResult { JobsFound = count, Diagnostics = file.Diagnostics };
        if (found.Count == 0)
        {
            return result with { Notes = _notes.InOrder() };
        }

        var isAfter = found.Any(job => !job.Pipelines.IsEmpty);
        var jobs = JobOrder.Sort(found.ToImmutable(), _notes);
        TimeLimits.Tell(jobs, "Jenkins has a limit of its own", _notes);
        var site = new FoundSite([new FoundRepository(project, null, [])], [Occasions.PipelineOf(Occasion.MergeRequest), Occasions.Gate, .. isAfter ? [Occasions.PipelineOf(Occasion.DefaultBranch)] : Array.Empty<FoundPipeline>()], []);
        return (result with { Notes = _notes.InOrder(), Scripts = ImportScripts.Of(jobs, site, Path.GetFileName(path)) }).WithJobs([.. jobs.Select(job => job.Origin)]);
    }

    private ImmutableArray<FoundJob> ReadPipeline(LibPipeline pipeline, MapNode map, string path, HashSet<string> taken, bool isOneOfSeveral)
    {
        var keys = new Keys(map, pipeline.Name, _notes);
        keys.Take("stages");
        keys.Take("execution");
        keys.Take("blubberfile");
        keys.Approximate("notify", "whom reports go to is decided by the site");
        keys.Approximate("fetch", "the change's merged state is checked out, with its submodules and history");
        keys.NeedPerson("directory", "steps start in the repository's root; begin them with cd");
        keys.End();
        var isAfter = AfterMerge().IsMatch(pipeline.Name);
        _notes.Approximated(path, pipeline.At, pipeline.Name, isAfter ? "by its name it runs after a merge, in the pipeline 'post'" : "it runs before a merge, in 'check' and 'gate'; which pipeline of the gate it was for is said in another system");
        var reader = new LibStageReader(pipeline, node => Images(node, path), path, _notes);
        ImmutableArray<MapNode> stages = [.. (map.List("stages") ?? []).OfType<MapNode>()];
        var jobs = new Dictionary<string, FoundJob>();
        ImmutableArray<string> before = [];
        foreach (var frame in pipeline.Frames ?? [])
        {
            var written = new List<string>();
            foreach (var stage in frame.Select(name => pipeline.Stages.FirstOrDefault(stage => stage.Name == name)).OfType<LibStage>())
            {
                var name = JobNames.Free(isOneOfSeveral ? $"{pipeline.Name}-{stage.Name}" : stage.Name, taken);
                if (reader.Read(stage, stages.First(one => one.Text("name") == stage.Name), name) is { } job)
                {
                    jobs[stage.Name] = job with { Needs = [.. before.Select(need => new FoundNeed(need, false, false))], Pipelines = isAfter ? ["post"] : [] };
                    written.Add(name);
                }
            }

            before = written.Count == 0 ? before : [.. written];
        }

        return [.. jobs.Values];
    }

    private BlubberFile? Images(Node node, string path)
    {
        if (node is MapNode map)
        {
            return BlubberFile.Read(path, map, new Findings(path));
        }

        var file = Path.Combine(Path.GetDirectoryName(path) ?? "", (node as ScalarNode)?.Value ?? "");
        if (!_images.TryGetValue(file, out var images))
        {
            var (text, problem) = input.Read(file);
            _images[file] = images = text is null ? null : BlubberFile.Read(file, text);
            if (problem is not null)
            {
                _notes.NeedsPerson(path, node.At, "blubberfile", problem.Text);
            }
        }

        return images;
    }

    [GeneratedRegex("publish|post|release|deploy|promote", RegexOptions.IgnoreCase)]
    private static partial Regex AfterMerge();
}
