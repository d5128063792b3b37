using System.Diagnostics;
using PluginCi.Model;

namespace PluginCi.Import;

/// <summary>What comes of a layout of Zuul 2.</summary>
public sealed class ZuulTests
{
    private const string Layout = """
        pipelines:
          - name: test
            manager: IndependentPipelineManager
            source: gerrit
            trigger:
              gerrit:
                - { event: patchset-created, email: ["@example[.]org$"] }
                - { event: comment-added, comment: "(?i)recheck" }
            success: { gerrit: { verified: 1 } }
            failure: { gerrit: { verified: -1 } }
          - name: gate
            manager: DependentPipelineManager
            precedence: high
            window: 5
            window-floor: 2
            require: { open: true }
            trigger: { gerrit: [{ event: comment-added, approval: [{ code-review: 2 }], branch: ^master$ }] }
            start: { gerrit: { verified: 0 } }
            success: { gerrit: { verified: 2, submit: true } }
            failure: { gerrit: { verified: -2 } }
          - name: gate-old
            manager: DependentPipelineManager
            precedence: high
            window: 5
            window-floor: 2
            trigger: { gerrit: [{ event: comment-added, approval: [{ code-review: 2 }], branch: ^REL }] }
            start: { gerrit: { verified: 0 } }
            success: { gerrit: { verified: 2, submit: true } }
            failure: { gerrit: { verified: -2 } }
          - name: post
            manager: IndependentPipelineManager
            precedence: low
            trigger: { gerrit: [{ event: ref-updated, ref: ^refs/heads/ }] }
          - name: publish
            manager: IndependentPipelineManager
            trigger: { gerrit: [{ event: ref-updated, ref: ^refs/tags/ }] }
            colour: blue
        jobs:
          - { name: ^unit, queue-name: main-line, voting: true }
          - { name: docs, mutex: docs, files: ['^docs/.*\.md$', '(setup|tox)\.(py|cfg)$'], branch: ^master$ }
          - { name: also-tox, voting: false, skip-if: [{ project: ^b/, branch: ^wip }] }
        project-templates:
          - name: tox
            test: ["{name}-tox"]
            gate: ["{name}-tox", noop]
        projects:
          - { name: a/core, test: [unit], gate: [{ unit: [deep] }] }
          - { name: a/more, test: [unit], gate: [unit, other] }
          - { name: a/third, gate-old: [other] }
          - { name: b/alone, template: [{ name: tox }], post: [docs], publish: [docs] }
          - { name: b/also, template: [{ name: tox }, { name: none }], check: [x] }
        """;

    private static readonly Imported All = Imported.From(ImportFormat.Zuul, "layout.yaml", ("layout.yaml", Layout));

    [Theory]
    [InlineData("^(?P<name>unit)")]
    [InlineData("^unit(")]
    [InlineData("^(?!unit)")]
    public void Of_a_pattern_that_cannot_be_read_the_report_tells(string pattern)
    {
        var imported = Imported.From(ImportFormat.Zuul, "layout.yaml", ("layout.yaml", Layout.Replace("name: ^unit,", $"name: '{pattern}',", StringComparison.Ordinal)));

        var note = Assert.Single(imported.Result.Notes, note => note.What == $"{pattern}.queue-name");
        Assert.Equal(ImportOutcome.NeedsPerson, note.Outcome);
        Assert.StartsWith($"the pattern '{pattern}' cannot be read (", note.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_that_stands_twice_has_the_jobs_of_both()
    {
        var imported = Imported.From(ImportFormat.Zuul, "layout.yaml", ("layout.yaml", Layout + "\n  - { name: a/core, post: [docs] }\n"));

        Assert.Single(imported.Site.Projects, project => project.Name.Value == "a/core");
    }

    [Fact]
    public void Pipelines_are_what_they_were()
    {
        Assert.Equal(["test", "gate", "post", "publish"], All.Site.Pipelines.Select(pipeline => pipeline.Name));
        var gate = All.Site.Pipelines[1];
        Assert.Equal((PipelineManager.Dependent, true, true, 2, -2, 5, 2), (gate.Manager, gate.Submits, gate.RequiresApproval, gate.SuccessVote, gate.FailureVote, gate.Window.Start, gate.Window.Floor));
        Assert.Equal([Trigger.Patchset, Trigger.Recheck], All.Site.Pipelines[0].On.Order());
        Assert.Equal((Trigger.RefUpdated, Trigger.Tag), (Assert.Single(All.Site.Pipelines[2].On), Assert.Single(All.Site.Pipelines[3].On)));
    }

    [Fact]
    public void Projects_that_have_a_job_in_common_share_a_queue()
    {
        var queues = All.Site.Projects.ToDictionary(project => project.Name.Value, project => project.Queue);
        Assert.Equal(("main-line", "main-line"), (queues["a/core"], queues["a/more"]));

        // A job of another pipeline makes no queue, and one that does nothing neither.
        Assert.Equal((null, null, null), (queues["a/third"], queues["b/alone"], queues["b/also"]));
        Assert.Equal(["test", "gate", "post", "publish"], All.Site.Projects.Single(project => project.Name.Value == "b/alone").Pipelines.AsEnumerable());
        Assert.Equal(["gate"], All.Site.Projects.Single(project => project.Name.Value == "a/third").Pipelines.AsEnumerable());
        Assert.Equal("docs", Assert.Single(All.Site.Semaphores).Key);
    }

    [Fact]
    public void The_report_says_what_is_not_the_same()
    {
        All.Says(ImportOutcome.NeedsPerson, 7, "test.trigger.email");
        All.Says(ImportOutcome.Approximated, 21, "gate-old: it differs from 'gate' only in branches and people");
        All.Says(ImportOutcome.NeedsPerson, 37, "publish.colour");
        All.Says(ImportOutcome.Approximated, 17, "gate.trigger.branch: pipelines are of all branches; the jobs say .Branches(…)");
        All.Says(ImportOutcome.Carried, 39, "^unit.voting");
        All.Says(ImportOutcome.Carried, 41, "also-tox.skip-if");
        All.Says(ImportOutcome.Approximated, 44, "also-tox: no file here says what it does; by its name: tox of Debian runs the environments of the repository's tox.ini");
        All.Says(ImportOutcome.NeedsPerson, 47, "deep: no file here says what it does, and its name tells nothing usual");
        All.Says(ImportOutcome.NeedsPerson, 51, "there is no template 'none'");
        All.Says(ImportOutcome.NeedsPerson, 51, "b/also.check: the importer does not know this key");
        Assert.Equal((6, 2, 0, 2), (All.Result.JobsFound, All.Result.JobsWritten, All.Result.JobsCarried, All.Result.JobsApproximated));
    }

    [Fact]
    public void A_job_whose_name_is_usual_is_in_the_script_of_its_project()
    {
        var job = Assert.Single(All.PlanOf("b/also").Jobs, job => job.Name == "also-tox");
        Assert.Equal(["test"], job.Pipelines.AsEnumerable());
        Assert.Equal((false, "tox"), (job.IsVoting, ((ShellStep)Assert.Single(job.Steps)).Command));
        Assert.Equal(["!wip**"], job.Branches.AsEnumerable());

        // In the gate of master alone it runs there alone.
        Assert.Equal(["gate"], Assert.Single(All.PlanOf("b/also").Jobs, job => job.Name == "also-tox-gate").Pipelines.AsEnumerable());
    }

    [Fact]
    public void Projects_that_are_tested_the_same_way_share_a_script()
    {
        const string Layout = """
            pipelines:
              - { name: check, manager: IndependentPipelineManager, trigger: { gerrit: [{ event: patchset-created }] } }
            project-templates:
              - { name: python, check: [tox-py311: [tox-docs]] }
            projects:
              - { name: one, template: [{ name: python }] }
              - { name: two, template: [{ name: python }] }
              - { name: three, check: [composer-php82] }
            """;
        var imported = Imported.From(ImportFormat.Zuul, "layout.yaml", ("layout.yaml", Layout));

        Assert.Equal(["projects.tsv", "projects/three/.pipeline/pipeline.csx", "shared/python/.pipeline/pipeline.csx", "site.csx"], imported.Result.Scripts.Keys);
        Assert.Equal("shared/python/.pipeline/pipeline.csx", imported.PathOf("two"));
        Assert.Equal(["tox-py311"], Assert.Single(imported.PlanOf("one").Jobs, job => job.Name == "tox-docs").Needs.AsEnumerable());
        Assert.Equal(["composer update --no-interaction --no-progress --prefer-dist", "composer test"], Assert.Single(imported.PlanOf("three").Jobs).Steps.Cast<ShellStep>().Select(step => step.Command));
        Assert.Contains("for 2 projects, which projects.tsv names", imported.Result.Scripts["shared/python/.pipeline/pipeline.csx"], StringComparison.Ordinal);
    }

    [Fact]
    public void What_jobs_do_is_read_from_the_folder_of_Jenkins_Job_Builder_beside_the_layout()
    {
        const string Layout = """
            pipelines:
              - { name: check, manager: IndependentPipelineManager, trigger: { gerrit: [{ event: patchset-created }] } }
            projects:
              - { name: one, check: [one-lint, one-tox] }
            """;
        const string Jobs = """
            - job:
                name: one-lint
                builders: [{ shell: make lint }]
            - job:
                name: one-tox
                builders: [unknown-macro]
            """;
        var imported = Imported.From(ImportFormat.Zuul, "zuul/layout.yaml", ("zuul/layout.yaml", Layout), ("zuul/../jjb/one.yaml", Jobs));

        var jobs = imported.PlanOf("one").Jobs;
        Assert.Equal("make lint", ((ShellStep)Assert.Single(Assert.Single(jobs, job => job.Name == "one-lint").Steps)).Command);
        Assert.Equal("tox", ((ShellStep)Assert.Single(Assert.Single(jobs, job => job.Name == "one-tox").Steps)).Command);
        Assert.Equal((2, 2, 1, 1), (imported.Result.JobsFound, imported.Result.JobsWritten, imported.Result.JobsCarried, imported.Result.JobsApproximated));
        imported.Says(ImportOutcome.Approximated, 6, "one-tox.unknown-macro: no file here says what it does, and nothing here does what its name says. What the job's name usually means stands for all of its definition");
    }

    [Theory]
    [InlineData("projects: [\n", "layout.yaml(2,1): error PCI5002")]
    [InlineData("- projects\n", "layout.yaml(1,3): error PCI5005: a definition of Zuul is a map")]
    public void What_is_no_layout_is_told_with_its_place(string text, string expected) =>
        Assert.Contains(expected, Imported.From(ImportFormat.Zuul, "layout.yaml", ("layout.yaml", text)).Result.Diagnostics[0].ToString(), StringComparison.Ordinal);

    [SampleFact]
    public void The_queues_of_one_gate_of_a_large_site_are_those_that_Zuul_makes()
    {
        var text = File.ReadAllText(Samples.PathTo("wikimedia__integration-config/zuul/layout.yaml")).Replace("!!merge : *gate_and_submit_pipeline", "source: gerrit", StringComparison.Ordinal);

        Assert.Equal([845, 586, 346], Largest(Imported.From(ImportFormat.Zuul, "layout.yaml", ("layout.yaml", text))));
    }

    [SampleFact]
    public void The_layout_of_a_large_site_is_read_in_time_with_its_queues()
    {
        var watch = Stopwatch.StartNew();
        var imported = Imported.FromDisk(ImportFormat.Zuul, Samples.PathTo("wikimedia__integration-config/zuul/layout.yaml"));
        watch.Stop();

        Assert.Equal([], imported.Result.Diagnostics);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"the import and the plan of its site took {watch.Elapsed}");
        Assert.Equal(2182, imported.Site.Projects.Length);
        Assert.Equal(424 - 1, imported.Result.JobsFound);
        Assert.True(imported.Result.JobsWritten >= 0.9 * imported.Result.JobsFound, ImportReport.Summary(imported.Result));

        // Of all ways in which projects are tested, those of the most projects and of the most jobs.
        foreach (var path in imported.Result.Scripts.Keys.Where(path => path.StartsWith("shared/", StringComparison.Ordinal)))
        {
            Assert.NotEmpty(imported.PlanAt(path).Jobs);
        }


        // Zuul has a queue for each pipeline; here one holds all pipelines of its projects, so that those that gate together on old branches alone are in it too.
        Assert.Equal([958, 586, 346], Largest(imported));
        Assert.Equal(["gate-and-submit", "gate-and-submit-l10n"], imported.Site.Pipelines.Where(pipeline => pipeline.Submits).Select(pipeline => pipeline.Name));
        Assert.All(imported.Result.Notes, note => Assert.True(note.Line > 0));
    }

    private static IEnumerable<int> Largest(Imported imported) =>
        imported.Site.Projects.Where(project => project.Queue is not null).GroupBy(project => project.Queue).Select(queue => queue.Count()).OrderDescending().Take(3);
}
