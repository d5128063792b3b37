using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Makes jobs of the stages of a pipeline.</summary>
/// <param name="pipeline">The pipeline.</param>
/// <param name="blubber">Reads a Blubber file; null where there is none, which is told of.</param>
/// <param name="file">The file of the pipeline.</param>
/// <param name="notes">Takes what is different.</param>
internal sealed class LibStageReader(LibPipeline pipeline, Func<Node, BlubberFile?> blubber, string file, Notes notes)
{
    /// <summary>The job of a stage; null where nothing of it can be said.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="map">Its keys.</param>
    /// <param name="name">The name of the job.</param>
    public FoundJob? Read(LibStage stage, MapNode map, string name)
    {
        var origin = $"{pipeline.Name}.{stage.Name}";
        var keys = new Keys(map, origin, notes);
        keys.Take("name");
        keys.Take("build");
        keys.NeedPerson("publish", "images are not published from the scripts yet");
        keys.NeedPerson("promote", "what is deployed is decided by the deployment, and not by a build");
        keys.NeedPerson("deploy", "builds do not deploy");
        keys.NeedPerson("trigger", "a job starts no pipeline of another system; say .BuildAfter(…) in site.csx");
        keys.Approximate("notify", "whom reports go to is decided by the site");
        keys.Take("blubberfile");
        keys.Approximate("exports", "names of images mean their variants here, and nothing else is handed on by a name");
        var run = keys.Take("run");
        var variant = VariantOf(stage, run, keys);
        var found = variant is not null && blubber(stage.Blubberfile ?? pipeline.Blubberfile) is { } images && Check(images, variant, keys) ? Build(stage, images, variant, keys, name) : null;
        if (found is null)
        {
            keys.NeedPerson("run", "what it runs cannot be said here");
            notes.NeedsPerson(file, stage.At, origin, "nothing of the stage is in the script");
        }
        else if (run is null)
        {
            notes.Approximated(file, stage.At, origin, $"what makes the variant '{variant}' is done in the workspace, to see that it can be done; no image is made");
        }

        keys.End();
        return found;
    }

    private string? VariantOf(LibStage stage, Node? run, Keys keys)
    {
        var image = (run as MapNode)?.Text("image");
        var variant = image is null ? StageImages.Built(stage) : StageImages.Of(image, stage, pipeline);
        if (variant is null && run is not null)
        {
            keys.NeedPerson("run", $"the image '{image}' is none of this file; write its commands as .Sh(…)");
        }

        return variant;
    }

    private bool Check(BlubberFile images, string variant, Keys keys)
    {
        if (images.IsGood && images.Variants.ContainsKey(variant))
        {
            return true;
        }

        notes.NeedsPerson(file, keys.Map.At, $"{pipeline.Name}.{keys.Map.Text("name")}", images.IsGood ? images.TellUnknown(variant) : images.Diagnostics.First().ToString());
        return false;
    }

    private FoundJob? Build(LibStage stage, BlubberFile images, string variant, Keys keys, string name)
    {
        var origin = $"{pipeline.Name}.{stage.Name}";
        var made = images.Expand(variant, out _);
        var config = stage.Steps.FirstOrDefault(step => step.Action == "run")?.Config as MapNode;
        ImmutableArray<string> commands = VariantCommands.Prepare(images, variant);
        if (config is not null)
        {
            var line = VariantCommands.Line([.. made.EntryPoint ?? [], .. config.Texts("arguments") ?? []]);
            if (line.Length == 0)
            {
                keys.NeedPerson("run", $"the variant '{variant}' names no program, and what its image runs by itself is not known; write it as .Sh(…)");
                return null;
            }

            commands = commands.Add(line);
        }
        else if (commands.IsEmpty)
        {
            return null;
        }

        TellRun(config, origin);
        var system = Systems(images, variant, origin);
        return JobBuilder.Build(
            new FoundJob { Name = name, Origin = origin, File = file, At = stage.At, Artifacts = Copies(stage, made, keys) },
            system,
            new JobCommands { Groups = [commands], Variables = [.. made.Environment.Select(pair => (pair.Key, pair.Value)), .. Values.Variables(config?["env"])], Predefined = JenkinsVariables.Find },
            notes);
    }

    private void TellRun(MapNode? config, string origin)
    {
        foreach (var entry in (config?.Entries ?? []).Where(entry => entry.Key is not ("image" or "arguments" or "env" or "tail") && entry.At.Line > 0))
        {
            var isSecret = entry.Key == "credentials";
            if (entry.Value is not (ListNode { Items.IsEmpty: true } or MapNode { Entries.IsEmpty: true }))
            {
                notes.NeedsPerson(file, entry.At, $"{origin}.run.{entry.Key}", isSecret ? "builds have no secrets; the job has to do without, or stays in the old system" : "the importer does not know this key; nothing of it is in the scripts");
            }
        }
    }

    private KnownSystem Systems(BlubberFile images, string variant, string origin)
    {
        Variant[] all = [.. Order.Of(variant, images.VariantsNeededBy, out _).Append(variant).Select(one => images.Expand(one, out _))];
        var system = BlubberBases.Find(all.Select(one => one.Base).LastOrDefault(one => one.Length > 0 && !images.Variants.ContainsKey(one)) ?? "debian");
        notes.Approximated(file, pipeline.At, $"{origin}.image", $"the variant '{variant}' is Debian with its packages, and its commands run in the workspace as the user of the build, with all files of the repository. {system.Text}");
        if (system.Outcome == ImportOutcome.NeedsPerson)
        {
            notes.NeedsPerson(file, pipeline.At, $"{origin}.image", system.Text);
        }

        foreach (var source in all.SelectMany(one => one.Apt.Sources).Select(source => source.Url).Distinct())
        {
            notes.NeedsPerson(file, pipeline.At, $"{origin}.apt", $"packages of '{source}' are not those of Debian; those that the variant names are looked for in Debian");
        }

        foreach (var copy in all.SelectMany(one => one.Copies).Where(copy => !copy.IsLocal && !images.Variants.ContainsKey(copy.From)).Select(copy => copy.From).Distinct())
        {
            notes.NeedsPerson(file, pipeline.At, $"{origin}.copies", $"files of the image '{copy}' are not here; fetch what is needed of it in a step");
        }

        string[] packages = [.. all.SelectMany(one => one.Apt.Packages.Values).SelectMany(names => names).Distinct()];
        foreach (var package in packages.Select(package => package.Split('/')).Where(parts => parts.Length > 1))
        {
            notes.NeedsPerson(file, pipeline.At, $"{origin}.apt", $"the package '{package[0]}' is wanted from '{package[1]}'; here it is that of the release");
        }

        return system with { System = system.System.With(packages.Select(package => package.Split('/', '=')[0])) };
    }

    // Files of a container lie where its variant lives, which is the workspace here.
    private static ImmutableArray<FoundArtifact> Copies(LibStage stage, Variant made, Keys keys)
    {
        if (keys.Take("copy") is null)
        {
            return [];
        }

        var home = made.Lives.In.Length > 0 ? made.Lives.In : "/srv/app";
        var list = stage.Steps.FirstOrDefault(step => step.Action == "copy")?.Config as ListNode;
        string?[] globs = [.. (list?.Items ?? []).Select(item => (item as MapNode)?.Text("source") ?? "").Select(path => Values.Glob(path.StartsWith(home + "/", StringComparison.Ordinal) ? path[(home.Length + 1)..] : path))];
        if (list is null || globs.Any(glob => glob is null))
        {
            keys.NeedPerson("copy", "what it copies is no path inside the workspace, or is computed; say .Publish(…)");
        }

        return [.. globs.OfType<string>().Select(glob => new FoundArtifact(glob, JobNames.Fit(stage.Name)))];
    }
}
