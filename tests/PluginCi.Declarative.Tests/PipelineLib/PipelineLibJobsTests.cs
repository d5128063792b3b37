using System.Diagnostics;
using PluginCi.Model;

namespace PluginCi.Declarative.PipelineLib;

/// <summary>Files of PipelineLib become jobs. That they do what they should is tested where images are made, with the plugin podman.</summary>
public sealed class PipelineLibJobsTests
{
    private const string Blubber = "version: v4\nbase: registry.example.org/debian:1\nvariants: { unit: { entrypoint: [make] }, production: { apt: { packages: [jq] } } }\n";

    [Fact]
    public void A_pipeline_is_a_job_and_what_publishes_is_for_after_a_merge()
    {
        var (jobs, diagnostics) = Make("""
            pipelines:
              test: { blubberfile: blubber.yaml, stages: [{ name: unit }] }
              rehearse: { blubberfile: blubber.yaml, stages: [{ name: make, build: production, publish: { image: true } }] }
            """);
        Assert.Empty(diagnostics);
        Assert.Equal(["test: unit: build image unit, unit: run image", "rehearse after merge: make: build image production, make: keep image $PLUGINCI_PROJECT, reaches deb.debian.org security.debian.org"], jobs.Select(Tell));
    }

    [Theory]
    [InlineData("{ name: unit, build: unit, run: { image: '${.output}' } }", "(2,47): error PCI5204: stage 'unit' of the pipeline 'test': no value bound for 'unit.output'")]
    [InlineData("{ name: unit, build: unit, run: { image: '${setup.project}' } }", "(2,47): error PCI5204: stage 'unit' of the pipeline 'test': 'image' depends on what is known only when the job runs; write it out")]
    [InlineData("{ name: unit, run: { image: 'docker-archive:/tmp/x.tar' } }", "error PCI5008: 'run.image' of stage 'unit' is 'docker-archive:/tmp/x.tar', expected an image")]
    [InlineData("{ name: unit, build: units }", "(2,68): error PCI5102: there is no variant 'units'; known are unit, production")]
    [InlineData("{ name: unit, blubberfile: ../elsewhere.yaml, build: unit }", "(2,74): error PCI5206: there is no Blubber file 'elsewhere.yaml'; it must stand below .pipeline")]
    [InlineData("{ name: unit, build: unit, run: { credentials: [{ id: key, name: KEY }] } }", "error PCI5207: what a stage runs gets no credentials from this file")]
    public void What_cannot_be_run_is_told_with_its_place(string stage, string expected)
    {
        var (_, diagnostics) = Make($"pipelines:\n  test: {{ blubberfile: blubber.yaml, stages: [{stage}] }}\n");
        Assert.Contains(diagnostics, diagnostic => diagnostic.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("test-postgres", "")]
    [InlineData("prerelease", "")]
    [InlineData("publish", "post")]
    [InlineData("release-docs", "post")]
    public void Only_what_is_called_so_runs_after_a_merge_without_publishing(string name, string pipelines)
    {
        var (jobs, _) = Make($"pipelines:\n  {name}: {{ blubberfile: blubber.yaml, stages: [{{ name: unit }}] }}\n");
        Assert.Equal(pipelines, string.Join(' ', Assert.Single(jobs).Pipelines));
    }

    [Fact]
    public void What_is_known_only_when_a_job_runs_stands_in_destinations_and_names()
    {
        var (jobs, diagnostics) = Make("""
            pipelines:
              publish:
                blubberfile: blubber.yaml
                stages:
                  - { name: make, build: unit, run: true, copy: [{ source: /a, destination: 'out/${setup.projectShortName}/' }], publish: { image: { tags: ['${setup.tag}'] } } }
                  - { name: tell, run: { image: '${make.imageID}', arguments: ['${make.publishedImage}'] } }
            """);
        Assert.Empty(diagnostics);
        var programs = Assert.Single(jobs).Steps.OfType<ImageStep>().ToDictionary(step => step.Title, step => step.Program);
        Assert.Contains("""'out/'"${PLUGINCI_PROJECT##*/}"'/'""", programs["make: copy /a"], StringComparison.Ordinal);
        Assert.Contains("""set -- "$name_0"':'"$tag_0" """.TrimEnd(), programs["tell: run image $name_0:$tag_0"], StringComparison.Ordinal);
    }

    [Fact]
    public void Archived_files_are_an_artifact_by_their_path()
    {
        var (jobs, _) = Make("pipelines:\n  test: { blubberfile: blubber.yaml, stages: [{ name: unit, build: unit, run: true, copy: [{ source: /srv/app/log/, destination: log/, archive: true }] }] }\n");
        Assert.Equal("unit-1: log/**", Assert.Single(Assert.Single(jobs).Artifacts) is var artifact ? $"{artifact.Name}: {string.Join(' ', artifact.Files)}" : "");
    }

    [Fact]
    public void A_warning_about_one_pipeline_keeps_no_image_of_another_from_being_made()
    {
        var (jobs, diagnostics) = Make("""
            pipelines:
              later: { stages: [{ name: canary, promote: [{ chart: shop }] }] }
              test: { blubberfile: { version: v4, base: registry.example.org/debian:1, variants: { unit: { entrypoint: [make] } } }, stages: [{ name: unit }] }
            """);
        Assert.All(diagnostics, diagnostic => Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity));
        Assert.Equal("test: unit: build image unit, unit: run image", Tell(Assert.Single(jobs)));
    }

    [SampleFact]
    public void Every_sample_becomes_jobs_whose_programs_a_shell_can_read()
    {
        var (made, wrong) = (0, new List<string>());
        foreach (var row in Samples.Rows("MANIFEST.tsv").Where(row => row[3] == "pipelinelib"))
        {
            var path = Samples.PathTo(row[6]);
            var folder = Path.GetDirectoryName(path)!;
            var files = Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).ToDictionary(file => $".pipeline/{Path.GetRelativePath(folder, file)}", File.ReadAllText);
            var file = PipelineLibFile.Read(row[6], File.ReadAllText(path));
            if (!file.IsGood)
            {
                continue;
            }

            var (jobs, diagnostics) = PipelineLibJobs.Make(row[6], File.ReadAllText(path), files, ["check", "gate", "post"]);
            made += jobs.Length;

            // Blubber files that the sample does not have, or that are wrong by themselves; credentials; and variables that have no value in PipelineLib either.
            wrong.AddRange(diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id is not ("PCI5206" or "PCI5207" or "PCI5102")
                && !file.Diagnostics.Any(warning => diagnostic.Text.Contains(warning.Text.Split("; all")[0], StringComparison.Ordinal))).Select(diagnostic => diagnostic.ToString()));
            wrong.AddRange(jobs.SelectMany(job => job.Steps.OfType<ImageStep>()).Where(step => !CanBeRead(step.Program)).Select(step => $"{row[6]}: {step.Title}\n{step.Program}"));
        }

        Samples.AssertNothing(wrong);
        Assert.InRange(made, 50, 1_000);
    }

    private static (IReadOnlyList<JobPlan> Jobs, IReadOnlyList<Diagnostic> Diagnostics) Make(string text)
    {
        var (jobs, diagnostics) = PipelineLibJobs.Make(".pipeline/config.yaml", text, new Dictionary<string, string> { [".pipeline/blubber.yaml"] = Blubber }, ["check", "gate", "post"]);
        Assert.All(jobs.SelectMany(job => job.Steps).OfType<ImageStep>(), step => Assert.True(CanBeRead(step.Program), step.Program));
        return (jobs, diagnostics);
    }

    private static string Tell(JobPlan job) =>
        $"{job.Name}{(job.Pipelines.IsEmpty ? "" : " after merge")}: {string.Join(", ", job.Steps.OfType<ImageStep>().Select(step => step.Title))}{(job.Network.IsEmpty ? "" : $", reaches {string.Join(' ', job.Network)}")}";

    private static bool CanBeRead(string program)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-n"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
        shell.StandardInput.Write(program);
        shell.StandardInput.Close();
        shell.WaitForExit();
        return shell.ExitCode == 0;
    }
}
