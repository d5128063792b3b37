using System.Collections.Immutable;
using PluginCi.Declarative;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>Writes the programs of steps that make images, from the Blubber files that their jobs name.</summary>
internal sealed class ImageCompiler(ImmutableSortedDictionary<string, string> files, Findings findings)
{
    private readonly Dictionary<string, BlubberFile?> _read = [];

    /// <summary>Completes the jobs of a project.</summary>
    /// <param name="plan">The project's plan, or null.</param>
    /// <returns>The plan; null where a step has an error, or there was none.</returns>
    public Plan? Compile(Plan? plan)
    {
        if (plan is null)
        {
            return null;
        }

        var jobs = plan.Jobs.Select(Compile).ToImmutableArray();
        return findings.HasErrors ? null : plan with { Jobs = jobs };
    }

    /// <summary>Refuses such steps in jobs of a site: there is no file for them that all projects have.</summary>
    public SitePlan? Refuse(SitePlan? site)
    {
        JobPlan[] jobs = [.. site?.Templates.SelectMany(template => template.Jobs) ?? [], .. site?.Groups.SelectMany(group => group.Jobs) ?? []];
        foreach (var job in jobs.Where(job => job.Steps.Any(step => step is ImageStep)))
        {
            findings.Error(PlaceOf(job), "PCI2091", $"job '{job.Name}' makes an image, and a site has no Blubber file to make it of; write the job in the repository's script, or take an image by .On(Image(…)).", nameof(Job.BuildImage));
        }

        return findings.HasErrors ? null : site;
    }

    private JobPlan Compile(JobPlan job)
    {
        if (!job.Steps.Any(step => step is ImageStep))
        {
            return job;
        }

        if (job.RunsIn is ImagePlan)
        {
            findings.Error(PlaceOf(job), "PCI2092", $"job '{job.Name}' makes images on {job.RunsIn}, whose programs would have the rights of what makes images; say .On(Debian(\"bookworm\")), or take .On(…) away.", nameof(Job.On));
        }

        var hosts = new SortedSet<string>(job.Network, StringComparer.Ordinal);
        var steps = job.Steps.Select((step, index) => step is ImageStep { Source: { } source } image && Find(job, source) is { } found ? Compile(image, source, found, index, hosts) : step).ToImmutableArray();
        return ImageSystem.Complete(job with { Steps = steps, Network = [.. hosts] });
    }

    private static ImageStep Compile(ImageStep step, ImageSource source, BlubberImage image, int index, SortedSet<string> hosts)
    {
        hosts.UnionWith(image.Hosts);
        var made = ImagePrograms.Build(step.Title, image, labels: ["\"ci.project=$PLUGINCI_PROJECT\"", "\"ci.commit=$PLUGINCI_COMMIT\""]);
        var name = ImagePrograms.NameOf(image, ".", null);
        var more = source switch
        {
            { Arguments: { } arguments } => ImagePrograms.Run(name, $"run-{index}", image.EntryPoint?.Select(ShellWords.Quote), arguments.Select(ShellWords.Quote), []) + "\n",
            { Archive: { } archive } => ImagePrograms.Keep(name, ShellWords.Quote(archive), ShellWords.Quote($"localhost/{Path.GetFileNameWithoutExtension(archive).ToLowerInvariant()}:latest")),
            _ => "",
        };
        return made with { Source = source, Program = made.Program + more };
    }

    private BlubberImage? Find(JobPlan job, ImageSource source)
    {
        var (at, verb) = (PlaceOf(job), source.Arguments is not null ? nameof(Job.RunImage) : source.Archive is not null ? nameof(Job.PublishImage) : nameof(Job.BuildImage));
        if (!files.TryGetValue(source.File, out var text))
        {
            var known = files.Keys.Where(file => !file.EndsWith(".csx", StringComparison.Ordinal) && file != PipelineFiles.Declared).ToArray();
            findings.Error(at, "PCI2090", $"job '{job.Name}' makes an image of '{source.File}', which the repository does not have; write it as docs/reference/declarative.md shows, below .pipeline.{Nearest.Question(source.File, known)}", verb);
            return null;
        }

        if (!_read.TryGetValue(source.File, out var file))
        {
            _read[source.File] = file = BlubberFile.Read(source.File, text);
        }

        if (!file!.Obstacles.IsEmpty)
        {
            findings.Error(at, "PCI2090", $"job '{job.Name}' makes an image of '{source.File}', which has errors: {file.Obstacles[0]}", verb);
            return null;
        }

        if (!file.VariantNames.Contains(source.Variant))
        {
            findings.Error(at, "PCI2090", $"job '{job.Name}' makes an image of the variant '{source.Variant}', which '{source.File}' does not have; it has {string.Join(", ", file.VariantNames)}.{Nearest.Question(source.Variant, file.VariantNames)}", verb);
            return null;
        }

        return file.ToImage(source.Variant);
    }

    // As Place says it.
    private static Place PlaceOf(JobPlan job) => job.DeclaredAt.Split('(') is [var path, var line] && int.TryParse(line.TrimEnd(')'), out var number) ? new Place(path, number) : default;
}
