using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Declarative;

/// <summary>Makes one job of a pipeline of PipelineLib, as that ran a pipeline on one machine: its stages one after the other, frame by frame, each with its steps.</summary>
/// <param name="pipeline">The pipeline; it has no errors.</param>
/// <param name="files">Finds a Blubber file by its path; null where there is none.</param>
/// <param name="findings">Takes what is wrong.</param>
internal sealed partial class LibJob(LibPipeline pipeline, Func<string, BlubberFile?> files, Findings findings)
{
    // PipelineLib ends a run after this, whatever the pipeline may take.
    private const string RunLimit = "20m";

    // As a job has it that makes images by a script.
    private const long Disk = 4L << 30;

    // All stages together; each run has its own limit.
    private static readonly TimeSpan Limit = TimeSpan.FromHours(2);

    /// <summary>Begins each program: what is known of the job as a whole, and what earlier stages printed.</summary>
    private const string Begin = """
        values=$HOME/values
        [ -e "$values" ] || echo "timestamp=$(date --utc +%Y-%m-%d-%H%M%S)" > "$values"
        . "$values"
        ref_tag=; case $PLUGINCI_REF in refs/tags/*) ref_tag=${PLUGINCI_REF#refs/tags/} ;; esac

        """;

    private static readonly ImmutableDictionary<string, Node> Setup = ImmutableDictionary<string, Node>.Empty.AddRange(new Dictionary<string, Node>
    {
        ["logURL"] = Later("$PLUGINCI_BUILD"),
        ["project"] = Later("$PLUGINCI_PROJECT"),
        ["projectShortName"] = Later("${PLUGINCI_PROJECT##*/}"),
        ["timestamp"] = Later("$timestamp"),
        ["commit"] = Later("$PLUGINCI_COMMIT"),
        ["branch"] = Later("$PLUGINCI_BRANCH"),
        ["tag"] = Later("$ref_tag"),
        ["httpProxy"] = Later("${http_proxy:-}"),
        ["remote"] = Text(""),
        ["imageLabels"] = Text(""),
        ["stage"] = Text("setup"),
    });

    private readonly Dictionary<string, ImmutableDictionary<string, Node>> _left = [];
    private readonly ImmutableArray<Step>.Builder _steps = ImmutableArray.CreateBuilder<Step>();
    private readonly ImmutableArray<ArtifactPlan>.Builder _artifacts = ImmutableArray.CreateBuilder<ArtifactPlan>();
    private readonly SortedSet<string> _hosts = new(StringComparer.Ordinal);

    /// <summary>The job.</summary>
    /// <param name="name">Its name.</param>
    public JobPlan Make(string name)
    {
        foreach (var stage in pipeline.Frames!.Value.SelectMany(frame => frame).Select(one => pipeline.Stages.FirstOrDefault(stage => stage.Name == one)).OfType<LibStage>())
        {
            try
            {
                _left[stage.Name] = Make(stage);
            }
            catch (VariableException trouble)
            {
                findings.Error(stage.At, DeclarativeDiagnostics.Variable, $"stage '{stage.Name}' of the pipeline '{pipeline.Name}': {trouble.Message}");
            }
        }

        return new JobPlan
        {
            Name = name,
            Steps = _steps.ToImmutable(),
            Artifacts = _artifacts.ToImmutable(),
            Network = [.. _hosts],
            TimeLimit = Limit,
            Limits = new ResourceLimits { DiskBytes = Disk },
            DeclaredAt = string.Create(CultureInfo.InvariantCulture, $"{findings.Path}({pipeline.At.Line})"),
        };
    }

    private ImmutableDictionary<string, Node> Make(LibStage stage)
    {
        var before = pipeline.Graph.AncestorsOf(stage.Name).ToImmutableDictionary(one => one, one => _left.GetValueOrDefault(one) ?? ImmutableDictionary<string, Node>.Empty);
        var scope = new LibScope(stage.Name, ImmutableDictionary<string, Node>.Empty.Add("stage", Text(stage.Name)), before.SetItem("setup", Setup.Add("pipeline", Text(pipeline.Name))));
        foreach (var step in stage.Steps)
        {
            scope = step.Action switch
            {
                "build" => Build(stage, (MapNode)Expansion.Expand(step.Config, scope), scope),
                "run" => Run(stage, (MapNode)Expansion.Expand(step.Config, scope), scope),
                "copy" => Copy(stage, Expansion.Expand(step.Config, scope), scope),
                "publish" => Publish(stage, (MapNode)Expansion.Expand(step.Config, scope), scope),
                "exports" => ((MapNode)step.Config).Entries.Aggregate(scope, (all, entry) => all.Bind(entry.Key, Expansion.Expand(entry.Value, all))),
                _ => scope,
            };
        }

        return scope.Own;
    }

    private LibScope Build(LibStage stage, MapNode config, LibScope scope)
    {
        var variant = Known(config, "variant");
        var excluded = config.Texts("excludes") is { IsEmpty: false } patterns ? patterns : (ImmutableArray<string>?)null;
        var context = ShellWords.Quote(Path.Combine(pipeline.Directory, Known(config, "context")));
        if (FindImages(stage, scope) is not { } images || FindImage(images, variant, config.At) is not { } image)
        {
            return scope.Bind("imageID", Text("none")).Bind("imageLocalName", Text("none"));
        }

        _hosts.UnionWith(image.Hosts);
        Add(ImagePrograms.Build(
            $"{stage.Name}: build image {variant}", image, context, excluded,
            "\"ci.project=$PLUGINCI_PROJECT\"", $"ci.pipeline={ShellWords.Quote(pipeline.Name)}", "\"zuul.commit=$PLUGINCI_COMMIT\""));
        var name = Text(ImagePrograms.NameOf(image, context, excluded));
        return scope.Bind("imageID", name).Bind("imageLocalName", name);
    }

    private LibScope Run(LibStage stage, MapNode config, LibScope scope)
    {
        var image = Known(config, "image");
        var (container, output) = ($"plib-run-{NumberOf(stage)}", $"output_{NumberOf(stage)}");
        var arguments = config.Texts("arguments").OrEmpty();
        var variables = (config.Map("env")?.Entries ?? []).Select(entry => ShellWords.QuoteWithVariables($"{entry.Key}={(entry.Value as ScalarNode)?.Value}"));
        if (config.List("credentials") is { IsEmpty: false })
        {
            findings.Error(config["credentials"]!.At, DeclarativeDiagnostics.NotHere, "what a stage runs gets no credentials from this file; write the job as a script, where it can name a secret");
        }

        if (!BlubberRules.IsImage(image))
        {
            findings.Error(config.At, DeclarativeDiagnostics.BadValue, $"'run.image' of stage '{stage.Name}' is '{image}', expected an image, for example docker-registry.example.org/bookworm:latest");
        }

        var program = ImagePrograms.Run(ShellWords.Quote(ImageNames.LocalOf(image)), container, null, arguments.Select(ShellWords.Quote), variables, RunLimit);
        var tail = config.Number("tail") ?? 0;
        Add(new ImageStep($"{stage.Name}: run image{string.Concat(arguments.Select(argument => " " + ShellWords.Plain(argument)))}", tail == 0 ? program + "\n" : Keeping(program, output, tail))
        {
            Bases = IsMade(image) ? [] : [image],
        });
        return scope.Bind("container", Text(container)).Bind("output", tail == 0 ? Text("") : Later($"${output}"));
    }

    // The last lines of what it prints become a value; its status stays that of what ran.
    private static string Keeping(string program, string output, long tail) => $$"""
        log=$HOME/{{output}}
        set +e
        { ( set -e
        {{program}}
        ) 2>&1; echo "$?" > "$log.status"; } | tee "$log"
        set -e
        [ "$(cat "$log.status")" = 0 ] || exit "$(cat "$log.status")"
        printf "%s='%s'\n" {{output}} "$(tail -n {{tail}} "$log" | sed "s/'/'\\\\''/g")" >> "$values"

        """;

    private LibScope Copy(LibStage stage, Node config, LibScope scope)
    {
        foreach (var item in (config as ListNode)?.Items.OfType<MapNode>() ?? [])
        {
            var (from, source) = (Known(item, "from"), item.Text("source") ?? "");
            var isArchive = item.Flag("archive") ?? false;
            var destination = isArchive ? Known(item, "destination") : item.Text("destination") ?? "";
            var target = GoPath.Clean(pipeline.Directory) is var folder and not "." ? $"{folder}/{PipelineLibReader.RelativeOf(destination)}" : PipelineLibReader.RelativeOf(destination);
            Add(new ImageStep($"{stage.Name}: copy {ShellWords.Plain(source)}", $$"""
                root=$(buildah mount {{ShellWords.Quote(from)}})
                mkdir -p "$(dirname {{ShellWords.Quote(target + "x")}})"
                cp -a "$root"{{ShellWords.Quote(source.StartsWith('/') ? source : "/" + source)}}{{(source.EndsWith('/') ? ". " + ShellWords.Quote(target.TrimEnd('/') + "/") : " " + ShellWords.Quote(target))}}
                chown -hR "$PLUGINCI_ACCOUNT:$PLUGINCI_ACCOUNT" {{ShellWords.Quote(target)}}

                """));
            if (isArchive)
            {
                _artifacts.Add(new ArtifactPlan($"{JobNameOf(stage.Name)}-{_artifacts.Count + 1}", [target.EndsWith('/') ? target + "**" : target]));
            }
        }

        return scope.Bind("artifactURLs", Text(""));
    }

    private LibScope Publish(LibStage stage, MapNode config, LibScope scope)
    {
        if (config.Map("image") is not { } image)
        {
            return scope;
        }

        var archive = $"images/{JobNameOf(stage.Name)}.tar";
        var (name, tag) = (image.Text("name") ?? "", image.Text("tag") ?? "");
        var tags = image.Texts("tags").OrEmpty();
        Add(new ImageStep($"{stage.Name}: keep image {ShellWords.Plain(name)}", $$"""
            clean() { printf %s "$1" | tr A-Z/ a-z-; }
            name=$(clean {{ShellWords.Quote(name)}}) project=$(clean "$PLUGINCI_PROJECT") short=$(clean "${PLUGINCI_PROJECT##*/}")
            case $name in
                "$project" | "$short" | "$project"-* | "$short"-*) ;;
                *) echo "The image is to be named '$name'; its name must be '$project' or '$short', or begin with one of them and a '-'." >&2; exit 1 ;;
            esac
            tag=$(clean {{ShellWords.Quote(tag)}})
            {{ImagePrograms.Keep(ShellWords.Quote(Known(image, "id")), ShellWords.Quote(archive), "\"$name:$tag\"")}}
            for one in "$tag"{{string.Concat(tags.Select(one => " " + ShellWords.Quote(one)))}}; do [ -z "$one" ] || clean "$one"; echo; done | grep . | sort -u > {{ShellWords.Quote(archive[..^4] + ".tags")}}
            chown "$PLUGINCI_ACCOUNT:$PLUGINCI_ACCOUNT" {{ShellWords.Quote(archive[..^4] + ".tags")}}
            printf "name_{{NumberOf(stage)}}='%s' tag_{{NumberOf(stage)}}='%s'\n" "$name" "$tag" >> "$values"

            """));
        _artifacts.Add(new ArtifactPlan($"image-{JobNameOf(stage.Name)}", [archive, archive[..^4] + ".tags"]));
        // As they were cleaned. The full name has a registry where it is pushed to one.
        var (cleanName, cleanTag) = (Later($"$name_{NumberOf(stage)}"), Later($"$tag_{NumberOf(stage)}"));
        return scope.Bind("imageName", cleanName).Bind("imageFullName", cleanName).Bind("imageTag", cleanTag).Bind("imageTags", Text(string.Join(' ', tags)))
            .Bind("publishedImage", Text($"{cleanName.Value}:{cleanTag.Value}"));
    }

    private BlubberFile? FindImages(LibStage stage, LibScope scope)
    {
        if ((stage.Blubberfile ?? pipeline.Blubberfile) is not ScalarNode node)
        {
            var inline = (MapNode)Expansion.Expand(stage.Blubberfile ?? pipeline.Blubberfile, scope);
            return BlubberFile.Read(findings.Path, inline, new Findings(findings.Path));
        }

        var path = GoPath.Clean($"{PipelineFiles.Folder}/{node.Value}");
        if (files(path) is { } found)
        {
            return found;
        }

        findings.Error(
            node.At.Line == 0 ? pipeline.At : node.At, DeclarativeDiagnostics.NoFile,
            $"there is no Blubber file '{path}'{(path.StartsWith(PipelineFiles.Folder + "/", StringComparison.Ordinal) ? "" : $"; it must stand below {PipelineFiles.Folder}")}");
        return null;
    }

    private BlubberImage? FindImage(BlubberFile images, string variant, Place at)
    {
        if (!images.VariantNames.Contains(variant))
        {
            findings.Error(at, DeclarativeDiagnostics.UnknownVariant, images.TellUnknown(variant));
            return null;
        }

        if (!images.Obstacles.IsEmpty)
        {
            findings.Error(at, DeclarativeDiagnostics.NoFile, $"the variant '{variant}' cannot be made: {images.Obstacles[0]}");
            return null;
        }

        return images.ToImage(variant);
    }

    private void Add(ImageStep step) => _steps.Add(step with { Program = Begin + step.Program });

    private string NumberOf(LibStage stage) => pipeline.Stages.IndexOf(stage).ToString(CultureInfo.InvariantCulture);

    private static bool IsMade(string image) => image.StartsWith("localhost/", StringComparison.Ordinal);

    // Which image it is, and of what, is needed before anything runs.
    private static string Known(MapNode config, string key) => config.Text(key) is { } text && !ShellWords.IsLater(text)
        ? text
        : throw new VariableException($"'{key}' depends on what is known only when the job runs; write it out");

    /// <summary>A name of a stage or pipeline as jobs and artifacts may be named.</summary>
    public static string JobNameOf(string name) => NoName().Replace(name, "-").Trim('-') is { Length: > 0 } fit ? fit : "pipeline";

    private static ScalarNode Text(string value) => new(default, value, ScalarKind.Text);

    private static ScalarNode Later(string expression) => Text(ShellWords.Later(expression));

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex NoName();
}
