using System.Collections.Immutable;
using PluginCi.Declarative;
using PluginCi.Model;
using PluginCi.Plugin.Conformance;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Podman.Tests;

/// <summary>Builds that make images, by <c>buildah</c> in their own container: by hand, and as a file of PipelineLib says.</summary>
public sealed class ImageTests(PodmanMachine machine) : IClassFixture<PodmanMachine>
{
    private static readonly DebianPlan System = new("bookworm", ["buildah", "mount"]);

    private const string Config = """
        pipelines:
          test:
            stages:
              - name: unit
              - name: candidate
                build: production
                exports: { image: '${.imageID}' }
              - name: smoke
                run: { image: '${candidate.image}', arguments: ['it is $HOME', '${setup.projectShortName}'], env: { WHERE: 'on ${PLUGINCI_BRANCH}' }, tail: 2 }
                copy: [{ source: /srv/app/made, destination: out/ }]
              - name: told
                run: { image: '${candidate.image}', arguments: ['${smoke.output}'] }
          publish:
            stages:
              - name: production
                build: production
                publish: { image: { tags: [latest, '${setup.tag}'] } }
          later:
            stages:
              - { name: canary, promote: [{ chart: shop }] }
        """;

    private const string Blubber = """
        version: v4
        base: BASE
        lives: { in: /srv/app }
        variants:
          unit:
            copies: [local]
            entrypoint: [cat, greeting]
          production:
            builder: { script: "#!/bin/bash\nset -e\necho 'it is' > made\ntouch other" }
            copies: [local]
            entrypoint: [sh, tell.sh]
        """;

    private const string Dockerfile = """
        FROM {0} AS app
        USER 0
        RUN mkdir -p /srv/app && chmod 777 /srv/app && id
        USER 65533
        WORKDIR /srv/app
        COPY --chown=65533:65533 [".", "."]
        RUN cat greeting && touch made
        ENTRYPOINT ["cat"]
        """;

    [PodmanRegistryFact]
    public async Task An_image_is_made_of_one_of_a_registry_and_run_and_kept()
    {
        using var registry = await ImageRegistry.StartAsync();
        await registry.PushAsync("linked");
        var name = $"{registry.Address}/ci/linked:1";
        using var scene = new PodmanScene(machine);
        using var builds = Builds(scene, registry);
        var job = builds.Job("ls -l kept.tar | cut -d' ' -f3", "grep Cap /proc/self/status | grep -v Bnd | cut -f2 | sort -u", "ls /run/pluginci/images 2>&1 | tail -1") with
        {
            RunsIn = System,
            Limits = new ResourceLimits { DiskBytes = 4L << 30, MemoryBytes = 2L << 30 },
        };
        var steps = job.Steps.Insert(0, new ImageStep("build image app", """
            echo hello > greeting
            buildah build --pull-never --quiet --file "$PLUGINCI_FILES/app" --tag localhost/app . > id
            container=$(buildah from --pull-never localhost/app)
            root=$(buildah mount "$container")
            cat "$root/srv/app/greeting"
            stat -c %u:%g "$root/srv/app/made"
            buildah push --quiet localhost/app "oci-archive:kept.tar:localhost/app"
            chown "$PLUGINCI_ACCOUNT:$PLUGINCI_ACCOUNT" kept.tar
            """)
        {
            Bases = [name],
            Files = ImmutableSortedDictionary<string, string>.Empty.Add("app", Dockerfile.Replace("{0}", name, StringComparison.Ordinal)),
        });

        var (outcome, output) = await builds.RunAsync(job with { Steps = steps });
        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        Assert.Equal(["hello", "65533:0"], output.Lines.SkipWhile(line => line != "hello").Take(2));

        // What comes after it has none of its rights.
        Assert.Equal(["build", "0000000000000000", "ls: cannot open directory '/run/pluginci/images': Permission denied"], output.Lines.TakeLast(3));
        Assert.Empty(scene.Leftovers);
    }

    [PodmanRegistryFact]
    public async Task Stages_make_run_copy_and_keep_images_as_the_file_says()
    {
        using var registry = await ImageRegistry.StartAsync();
        await registry.PushAsync("accounts");
        var files = new Dictionary<string, string>
        {
            [".pipeline/test/blubber.yaml"] = Blubber.Replace("BASE", $"{registry.Address}/ci/accounts:1", StringComparison.Ordinal),
            [".pipeline/publish/blubber.yaml"] = Blubber.Replace("BASE", $"{registry.Address}/ci/accounts:1", StringComparison.Ordinal),
        };
        var (jobs, diagnostics) = PipelineLibJobs.Make(".pipeline/config.yaml", Config, files, ["check", "gate", "post"]);
        Assert.Equal(
            [".pipeline/config.yaml(20,9): warning PCI5207: the pipeline 'later' is left out: stage 'canary' has 'promote', and a build neither deploys nor starts pipelines of another system"],
            diagnostics.Where(diagnostic => diagnostic.Id != "PCI5204").Select(diagnostic => diagnostic.ToString()));
        Assert.Equal([("test", ""), ("publish", "post")], jobs.Select(job => (job.Name, string.Join(' ', job.Pipelines))));

        using var scene = new PodmanScene(machine);
        using var builds = Builds(scene, registry);
        builds.Environment = builds.Environment.Add("PLUGINCI_PROJECT", "web/shop").Add("PLUGINCI_BRANCH", "main").Add("PLUGINCI_COMMIT", "c0ffee").Add("PLUGINCI_REF", "refs/tags/v1").Add("PLUGINCI_BUILD", "1");
        var workspace = builds.NewWorkspace();
        await File.WriteAllTextAsync(Path.Combine(workspace, "greeting"), "hello\n");
        await File.WriteAllTextAsync(Path.Combine(workspace, "tell.sh"), "echo first; echo \"it's $1 $2 $WHERE $(id -u)\"; echo last\n");

        var (outcome, output) = await builds.RunAsync(WithSystem(jobs[0], "ls out"), workspace);
        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        Assert.Equal(
            ["hello", "first", "it's it is $HOME shop on main 900", "last", "first", "it's it's it is $HOME shop on main 900", "last   900", "last", "made"],
            output.Lines.Where(line => line is "hello" or "first" or "made" || line.StartsWith("it's", StringComparison.Ordinal) || line.StartsWith("last", StringComparison.Ordinal)));

        (outcome, output) = await builds.RunAsync(WithSystem(jobs[1], "cat images/production.tags", "tar --extract --to-stdout --file images/production.tar index.json"), workspace);
        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        Assert.Matches("^20[0-9-]{8}-[0-9]{6}-production$", output.Lines[^4]);
        Assert.Equal(["latest", "v1"], output.Lines.TakeLast(3).Take(2));
        Assert.Contains($"\"org.opencontainers.image.ref.name\":\"web-shop:{output.Lines[^4]}\"", output.Lines[^1], StringComparison.Ordinal);
        Assert.Empty(scene.Leftovers);
    }

    private static JobPlan WithSystem(JobPlan job, params string[] more) => job with
    {
        Steps = [.. job.Steps, .. more.Select(command => new ShellStep(command))],
        RunsIn = System,
        Limits = new ResourceLimits { DiskBytes = 4L << 30, MemoryBytes = 2L << 30 },
    };

    private ExecutorScene Builds(PodmanScene scene, ImageRegistry registry) => new(new ExecutorSubject(scene.NewExecutor(scene.Settings with
    {
        Environments = new EnvironmentSettings { Folder = Path.Combine(machine.Storage, "systems"), RegistryAuthFile = registry.AuthFile, RegistriesFile = registry.RegistriesFile },
    }))
    { Deadline = TimeSpan.FromMinutes(10) });
}
