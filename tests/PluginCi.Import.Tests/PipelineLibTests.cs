using PluginCi.Model;

namespace PluginCi.Import;

/// <summary>What comes of files of PipelineLib.</summary>
public sealed class PipelineLibTests
{
    private const string Config = """
        pipelines:
          test:
            blubberfile: blubber.yaml
            fetch: { depth: 5 }
            stages:
              - name: lint
              - name: unit
                build: unit
                run: { arguments: [--verbose, 'a b'], env: { BRANCH: '${ZUUL_BRANCH}', MODE: fast } }
                copy: [/srv/app/reports/, logs/all.txt]
              - name: candidate
                build: production
                exports: { image: '${.imageID}' }
              - name: smoke
                run: { image: '${candidate.image}', credentials: [{ id: key, name: KEY }] }
              - name: strange
                build: bare
                run: true
            execution:
              - [lint, candidate, smoke]
              - [unit, candidate]
              - [strange]
          publish:
            blubberfile: blubber.yaml
            stages:
              - name: production
                build: production
                publish: { image: true }
              - name: only
                deploy: { chart: { name: x } }
        """;

    private const string Blubber = """
        version: v4
        base: registry.example.org/nodejs20-slim
        variants:
          build:
            apt: { packages: [make, curl/bookworm-backports] }
            node: { requirements: [package.json, package-lock.json], use-npm-ci: true }
            copies: [local]
            builder: { command: [make, 'all parts'] }
          lint: { includes: [build], entrypoint: [npm, run, lint] }
          unit: { includes: [build], runs: { environment: { LEVEL: '2' } }, entrypoint: [npm, test] }
          production:
            node: { env: production }
            copies: [{ from: build, source: /srv/app, destination: . }]
            entrypoint: [node, server.js]
          bare: { base: registry.example.org/strange }
        """;

    private static readonly Imported All = Imported.From(ImportFormat.PipelineLib, "repo", ("repo/.pipeline/config.yaml", Config), ("repo/.pipeline/blubber.yaml", Blubber));

    [Fact]
    public void Stages_are_jobs_in_the_order_of_their_frames()
    {
        Assert.Equal(["test-candidate", "test-lint", "test-smoke", "test-unit", "publish-production"], All.Plan.Jobs.Select(job => job.Name).OrderBy(name => name.StartsWith("publish", StringComparison.Ordinal)).ThenBy(name => name));
        Assert.Empty(All.Job("test-lint").Needs);
        Assert.Equal(["test-lint", "test-unit"], All.Job("test-candidate").Needs.Order());
        Assert.Equal(["test-candidate"], All.Job("test-smoke").Needs.AsEnumerable());
        Assert.Equal(["post"], All.Job("publish-production").Pipelines.AsEnumerable());
    }

    [Fact]
    public void A_variant_is_made_ready_and_run_in_the_workspace()
    {
        Assert.Equal(["npm ci", "make 'all parts'", "npm run lint"], All.Commands("test-lint"));
        Assert.Contains("npm test --verbose 'a b'", string.Join('\n', All.Commands("test-unit")), StringComparison.Ordinal);
        Assert.Contains("export BRANCH=", string.Join('\n', All.Commands("test-unit")), StringComparison.Ordinal);
        Assert.Equal(("2", "fast"), (All.Job("test-unit").Environment["LEVEL"], All.Job("test-unit").Environment["MODE"]));
        Assert.Equal(["reports/**", "logs/all.txt"], All.Job("test-unit").Artifacts.SelectMany(artifact => artifact.Files));

        var system = (DebianPlan)All.Job("test-lint").RunsIn!;
        Assert.Equal("trixie", system.Suite);
        Assert.Superset(new HashSet<string>(["make", "nodejs", "npm"]), system.Packages.ToHashSet());
    }

    [Fact]
    public void An_image_that_another_stage_made_is_its_variant() =>
        Assert.Equal(["npm ci", "make 'all parts'", "node server.js"], All.Commands("test-smoke"));

    [Fact]
    public void The_report_says_what_is_not_the_same()
    {
        All.Says(ImportOutcome.Approximated, 4, "test.fetch");
        All.Says(ImportOutcome.Approximated, 13, "test.candidate.exports");
        All.Says(ImportOutcome.NeedsPerson, 2, "test.lint.apt: the package 'curl' is wanted from 'bookworm-backports'");
        All.Says(ImportOutcome.NeedsPerson, 15, "test.smoke.run.credentials: builds have no secrets");
        All.Says(ImportOutcome.NeedsPerson, 18, "test.strange.run: the variant 'bare' names no program");
        All.Says(ImportOutcome.NeedsPerson, 28, "publish.production.publish: images are not published");
        All.Says(ImportOutcome.NeedsPerson, 30, "publish.only.deploy: builds do not deploy");
        All.Says(ImportOutcome.NeedsPerson, 29, "publish.only: nothing of the stage is in the script");
        Assert.Equal((7, 5), (All.Result.JobsFound, All.Result.JobsWritten));
    }

    [Fact]
    public void A_file_without_its_Blubber_file_is_told_of()
    {
        var imported = Imported.From(ImportFormat.PipelineLib, "config.yaml", ("config.yaml", "pipelines:\n  test:\n    blubberfile: absent.yaml\n    stages: [{ name: unit }]\n"));

        imported.Says(ImportOutcome.NeedsPerson, 3, "blubberfile: there is no file of that name");
        Assert.Equal((1, 0), (imported.Result.JobsFound, imported.Result.JobsWritten));
    }

    [Fact]
    public void What_needs_bash_is_run_by_it_and_no_check_of_scripts_warns_of_it()
    {
        var imported = Imported.From(
            ImportFormat.PipelineLib, "config.yaml", ("config.yaml", "pipelines:\n  test:\n    blubberfile: b.yaml\n    stages: [{ name: unit }]\n"),
            ("b.yaml", "version: v4\nbase: registry.example.org/bookworm\nvariants:\n  unit: { entrypoint: [sh, -c, '[[ -f a ]] && make'] }\n"));

        Assert.Equal(["bash -eo pipefail <<'END_OF_SCRIPT'\n[[ -f a ]] && make\nEND_OF_SCRIPT"], imported.Commands("unit"));
    }

    [Fact]
    public void What_PipelineLib_refuses_is_refused() =>
        Assert.Contains("error PCI", Imported.From(ImportFormat.PipelineLib, "config.yaml", ("config.yaml", "pipeline: {}\n")).Result.Diagnostics[0].ToString(), StringComparison.Ordinal);

    [SampleFact]
    public void Real_files_are_read()
    {
        var (found, written, read) = (0, 0, 0);
        foreach (var file in Directory.EnumerateFiles(Samples.Root, "config.yaml", SearchOption.AllDirectories).Where(path => path.EndsWith("/.pipeline/config.yaml", StringComparison.Ordinal)))
        {
            var result = Imported.FromDisk(ImportFormat.PipelineLib, file).Result;
            (found, written, read) = (found + result.JobsFound, written + result.JobsWritten, read + (result.Diagnostics.IsEmpty ? 1 : 0));
        }

        Assert.True(read > 30, $"{read} files could be read");
        Assert.True(written >= 0.5 * found, $"{written} of {found} stages are jobs");
    }
}
