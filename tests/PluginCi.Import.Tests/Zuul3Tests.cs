using PluginCi.Model;

namespace PluginCi.Import;

/// <summary>What comes of the files of Zuul 3 and later.</summary>
public sealed class Zuul3Tests
{
    private const string File = """
        - job:
            name: own-base
            parent: base
            abstract: true
            pre-run: playbooks/pre.yaml
            post-run: playbooks/post.yaml
            timeout: 600
            nodeset: debian-trixie
            vars: { shape: round, target: all }
        - job:
            name: unit
            parent: own-base
            description: Tests of the parts.
            run: playbooks/unit.yaml
            files: ['^src/.*', { regex: '^docs', negate: true }]
            semaphores: database
            vars: { target: unit }
        - job:
            name: lint
            parent: tox-linters
            voting: false
            branches: ^main$
            secrets: [key]
        - job:
            name: opaque
            run: playbooks/absent.yaml
            nodeset: { nodes: [{ name: a, label: one }, { name: b, label: two }] }
        - job: { name: nobodys, run: playbooks/unit.yaml }
        - semaphore: { name: database, max: 2 }
        - secret: { name: key, data: { password: !encrypted/pkcs1-oaep [abc] } }
        - queue: { name: shared, allow-circular-dependencies: true }
        - project-template:
            name: usual
            check: { jobs: [unit, lint] }
        - project:
            queue: shared
            templates: [usual, elsewhere]
            check:
              jobs:
                - opaque
                - tox-py311: { timeout: 1200, dependencies: [unit, { name: lint, soft: true }] }
            gate: { jobs: [unit, noop], fail-fast: true }
            periodic: { jobs: [tox-py311] }
        """;

    private const string Unit = """
        - hosts: all
          roles: [ensure-tox, strange]
          tasks:
            - name: Build
              shell: make {{ target }} SHAPE={{ shape }} KIND={{ kind | default('plain') }}
              args: { chdir: '{{ zuul.project.src_dir }}/sub' }
              environment: { LEVEL: '3' }
            - ansible.builtin.command: ./report {{ secret_thing }}
            - shell: echo never
              when: something
            - copy: { src: a, dest: b }
        """;

    private static readonly Imported All = Imported.From(
        ImportFormat.Zuul, "repo", ("repo/.zuul.yaml", File), ("repo/playbooks/unit.yaml", Unit),
        ("repo/playbooks/pre.yaml", "- hosts: all\n  tasks:\n    - package: { name: [make, jq], state: present }\n      become: true\n    - shell: ./prepare\n"),
        ("repo/playbooks/post.yaml", "- hosts: all\n  tasks:\n    - shell: ./collect\n"));

    [Fact]
    public void A_job_has_what_its_parents_say()
    {
        var job = All.Job("unit");
        Assert.Equal((TimeSpan.FromMinutes(10), true), (job.TimeLimit, job.IsVoting));
        Assert.Equal(["src/**", "!docs**"], job.Files.AsEnumerable());
        Assert.Equal("trixie", ((DebianPlan)job.RunsIn!).Suite);
        Assert.Superset(new HashSet<string>(["make", "jq"]), ((DebianPlan)job.RunsIn!).Packages.ToHashSet());
        Assert.Equal(["database"], job.Semaphores.AsEnumerable());
        Assert.Equal(2, All.Site.Semaphores["database"]);
    }

    [Fact]
    public void The_tasks_of_its_playbooks_are_its_steps()
    {
        var commands = string.Join('\n', All.Commands("unit"));
        Assert.Contains("./prepare\nexport LEVEL=\"3\"\ncd \"./sub\"\nmake unit SHAPE=round KIND=plain\n./report {{ secret_thing }}", commands, StringComparison.Ordinal);
        Assert.Contains("after_script() (\n  ./collect\n)", commands, StringComparison.Ordinal);
        Assert.DoesNotContain("never", commands, StringComparison.Ordinal);
    }

    [Fact]
    public void Pipelines_that_are_not_here_are_what_their_names_say()
    {
        Assert.Equal(["check", "gate", "periodic"], All.Site.Pipelines.Select(pipeline => pipeline.Name).Order());
        Assert.True(All.Site.Pipelines.Single(pipeline => pipeline.Name == "gate").Submits);
        Assert.Equal(["check", "gate"], All.Job("unit").Pipelines.Order());
        Assert.Equal("shared", Assert.Single(All.Site.Projects).Queue);
    }

    [Fact]
    public void A_use_with_settings_of_its_own_is_a_job_of_its_own()
    {
        var tested = All.Job("tox-py311");
        Assert.Equal((TimeSpan.FromMinutes(20), "check"), (tested.TimeLimit, Assert.Single(tested.Pipelines)));

        // What runs for some files alone can only be waited for where it runs.
        Assert.Equal(["unit", "lint"], tested.SoftNeeds.AsEnumerable());
        Assert.Equal(["periodic"], All.Job("tox-py311-periodic").Pipelines.AsEnumerable());
        Assert.Equal(["tox -e 'py311'"], All.Commands("tox-py311-periodic"));
        Assert.Equal((false, "main"), (All.Job("lint").IsVoting, Assert.Single(All.Job("lint").Branches)));
    }

    [Fact]
    public void The_report_says_what_is_not_the_same()
    {
        All.Says(ImportOutcome.Approximated, 3, "own-base.parent: the base job of a site prepares the workspace");
        All.Says(ImportOutcome.NeedsPerson, 20, "lint.parent: the parent 'tox-linters' is not here");
        All.Says(ImportOutcome.NeedsPerson, 23, "lint.secrets");
        All.Says(ImportOutcome.NeedsPerson, 26, "opaque.playbooks: the playbook 'playbooks/absent.yaml' is not here");
        All.Says(ImportOutcome.NeedsPerson, 25, "opaque: none of its playbooks has a step that can be said here");
        All.Says(ImportOutcome.NeedsPerson, 28, "nobodys: no project here runs it");
        All.Says(ImportOutcome.NeedsPerson, 30, "key: builds have no secrets");
        All.Says(ImportOutcome.NeedsPerson, 37, "example.templates: the template 'elsewhere' is not here");
        All.Says(ImportOutcome.NeedsPerson, 42, "example.gate.fail-fast");
        All.Says(ImportOutcome.Approximated, 43, "periodic: no file here defines this pipeline");
        All.Says(ImportOutcome.NeedsPerson, 2, "unit.strange: the role 'strange' is not read");
        All.Says(ImportOutcome.NeedsPerson, 8, "unit.command: nothing here is like {{ secret_thing }}");
        All.Says(ImportOutcome.NeedsPerson, 10, "unit.shell.when");
        All.Says(ImportOutcome.NeedsPerson, 11, "unit.copy: no step does what this module does");
        Assert.Equal((5, 3), (All.Result.JobsFound, All.Result.JobsWritten));
    }

    [Fact]
    public void Pipelines_that_are_here_are_what_they_were()
    {
        const string Config = """
            - pipeline:
                name: check
                manager: independent
                trigger: { gerrit: [{ event: patchset-created }, { event: comment-added, comment: '(?i)recheck' }] }
                success: { gerrit: { Verified: 1 } }
                failure: { gerrit: { Verified: -1 } }
            - pipeline:
                name: gate
                manager: dependent
                precedence: high
                supercedes: check
                post-review: true
                trigger: { github: [{ event: pull_request_review }], pagure: [] }
                success: { gerrit: { Verified: 2, submit: true } }
                failure: { gerrit: { Verified: -2 } }
            - pipeline: { name: post, manager: supercedent, trigger: { gerrit: [{ event: ref-updated, ref: ^refs/heads/ }] } }
            - project: { name: one, queue: q, check: { jobs: [npm] }, gate: { jobs: [npm] } }
            - project: { name: two, queue: q, check: { jobs: [npm] }, gate: { jobs: [npm] } }
            - project: { name: ^three/, check: { jobs: [npm] } }
            """;
        var imported = Imported.From(ImportFormat.Zuul, "repo/zuul.d", ("repo/zuul.d/all.yaml", Config));

        var gate = imported.Site.Pipelines.Single(pipeline => pipeline.Name == "gate");
        Assert.Equal((PipelineManager.Dependent, true, 2, -2), (gate.Manager, gate.Submits, gate.SuccessVote, gate.FailureVote));
        Assert.Equal(PipelineManager.Supercedent, imported.Site.Pipelines.Single(pipeline => pipeline.Name == "post").Manager);
        Assert.Equal(["one", "two"], imported.Site.Projects.Select(project => project.Name.Value));
        Assert.Equal(imported.PathOf("one"), imported.PathOf("two"));
        Assert.Equal("npm test", ((ShellStep)Assert.Single(imported.PlanOf("one").Jobs).Steps[^1]).Command);
        imported.Says(ImportOutcome.NeedsPerson, 13, "gate.trigger.pagure");
        imported.Says(ImportOutcome.NeedsPerson, 19, "^three/: projects by a pattern are not in the scripts");
    }

    [Theory]
    [InlineData("- job: { name: a, parent: b }\n- job: { name: b, parent: a }\n- project: { check: { jobs: [a] } }\n")]
    [InlineData("- job: { name: a, vars: { x: '{{ y }}', y: '{{ x }}' }, run: p.yaml }\n- project: { check: { jobs: [a] } }\n")]
    [InlineData("- job: a\n- project: { check: { jobs: [[x], { a: 1, b: 2 }] } }\n- other: x\n")]
    [InlineData("- project: { templates: [t] }\n- project-template: { name: t, check: { jobs: [x] } }\n")]
    public void Odd_files_come_to_an_end(string text)
    {
        var imported = Imported.From(ImportFormat.Zuul, "r", ("r/zuul.yaml", text), ("r/p.yaml", "- hosts: all\n  tasks: [{ shell: 'echo {{ x }}' }]\n"));
        Assert.Empty(imported.Result.Diagnostics);
        Assert.NotEmpty(imported.Result.Notes);
    }

    [SampleTheory]
    [InlineData("blurrycontour__zuul-gerrit/.zuul.yaml", 5)]
    [InlineData("GerritCodeReview__zuul_config/zuul.d", 0)]
    [InlineData("GerritCodeReview__zuul_jobs/zuul.d", 0)]
    [InlineData("GerritCodeReview__plugins_its-phabricator", 0)]
    [InlineData("wikimedia__integration-config/zuul.d", 0)]
    [InlineData("openstack__project-config/zuul.d", 0)]
    public void Real_files_are_read(string path, int jobs)
    {
        var imported = Imported.FromDisk(ImportFormat.Zuul, Samples.PathTo(path));

        Assert.Empty(imported.Result.Diagnostics);
        Assert.True(imported.Result.JobsWritten >= jobs, ImportReport.Summary(imported.Result));
        Assert.All(imported.Result.Notes, note => Assert.True(note.Line > 0));
    }
}
