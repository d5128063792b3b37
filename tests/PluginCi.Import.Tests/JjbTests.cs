namespace PluginCi.Import;

/// <summary>What comes of Jenkins Job Builder's files.</summary>
public sealed class JjbTests
{
    private const string Jobs = """
        - defaults:
            name: global
            node: Linux
            wrappers: [{ timeout: { timeout: 45 } }, timestamps]
        - job-template:
            name: '{name}-unit-{version}'
            triggers: [zuul]
            extra: '--strict'
            builders:
              - prepare: { folder: '{version}' }
              - shell: |
                  make unit VERSION={version} FLAGS='{extra}' FORM=${{SHAPE}}
            publishers:
              - archive: { artifacts: 'dist/*.tgz, logs/' }
              - junit: { results: reports/*.xml }
              - email-ext: { recipients: somebody@example.org }
        - job-template:
            name: '{name}-image'
            triggers: [zuul-post]
            builders:
              - run-container:
                  image: 'registry.example.org/tox-v3:0.5'
                  args: '-e {env|docs}'
        - job-group:
            name: usual
            jobs: ['{name}-unit-{version}', '{name}-image']
        - builder:
            name: prepare
            builders:
              - shell: mkdir -p {folder}
        - project:
            name: core
            version:
              - one
              - two: { extra: '--lax' }
              - three
            exclude: [{ version: three }]
            jobs: [usual, nothing]
        - job:
            name: nightly
            wrappers:
              - credentials-binding: [{ text: { credential-id: key, variable: SECRET_KEY } }]
            parameters: [{ string: { name: MODE, default: fast } }, { string: { name: WHO } }]
            triggers: [{ timed: '@daily' }]
            concurrent: false
            builders:
              - shell: !include-raw: [nightly.sh]
              - shell: !include-raw-escape other.sh
            colour: blue
        - job:
            name: opaque
            triggers: [zuul]
            builders: [{ system-groovy: { command: x } }]
        - job:
            name: absent
            builders: [{ shell: !include-raw absent.sh }]
        """;

    private static readonly Imported All = Imported.From(ImportFormat.Jjb, "jjb", ("jjb/jobs.yaml", Jobs), ("jjb/nightly.sh", "echo \"$JOB_NAME $MODE\"\n"), ("jjb/other.sh", "echo ${{x}}\n"));

    [Fact]
    public void Templates_are_expanded_over_their_lists()
    {
        Assert.Equal(["nightly", "core-unit-one", "core-unit-two", "core-image"], All.Plan.Jobs.Select(job => job.Name));
        Assert.Equal(["mkdir -p one", "make unit VERSION=one FLAGS='--strict' FORM=${SHAPE}"], All.Commands("core-unit-one"));
        Assert.Equal(["mkdir -p two", "make unit VERSION=two FLAGS='--lax' FORM=${SHAPE}"], All.Commands("core-unit-two"));
    }

    [Fact]
    public void Limits_artifacts_and_reports_are_those_of_the_job()
    {
        var job = All.Job("core-unit-one");
        Assert.Equal(TimeSpan.FromMinutes(45), job.TimeLimit);
        Assert.Equal(["dist/*.tgz", "logs/**"], job.Artifacts.SelectMany(artifact => artifact.Files));
        Assert.Equal(["reports/*.xml"], job.TestReports.AsEnumerable());
    }

    [Fact]
    public void A_container_whose_image_is_usual_runs_on_Debian()
    {
        Assert.Equal(["tox -e docs"], All.Commands("core-image"));
        Assert.Equal(["post"], All.Job("core-image").Pipelines.AsEnumerable());
        All.Says(ImportOutcome.Approximated, 22, "core-image.run-container: the image 'registry.example.org/tox-v3:0.5' is not here: tox of Debian");
    }

    [Fact]
    public void Files_that_scripts_are_read_from_are_read()
    {
        var job = All.Job("nightly");
        Assert.Equal(["export JOB_NAME=$PLUGINCI_JOB\necho \"$JOB_NAME $MODE\"", "export JOB_NAME=$PLUGINCI_JOB\necho ${x}"], All.Commands("nightly"));
        Assert.Equal("fast", job.Environment["MODE"]);
        Assert.Equal(["nightly"], job.Semaphores.AsEnumerable());
        Assert.Equal(["nightly"], job.Pipelines.AsEnumerable());
    }

    [Fact]
    public void The_report_says_what_is_not_the_same()
    {
        All.Says(ImportOutcome.NeedsPerson, 6, "core-unit-one.SHAPE: the job reads this variable, and no file sets it");
        All.Says(ImportOutcome.Approximated, 16, "core-unit-two.email-ext");
        All.Says(ImportOutcome.NeedsPerson, 38, "core.jobs: there is no job, template or group 'nothing'");
        All.Says(ImportOutcome.Approximated, 42, "nightly.credentials-binding: builds have no secrets, and the commands read none of these");
        All.Says(ImportOutcome.Approximated, 43, "nightly.parameters.WHO");
        All.Says(ImportOutcome.NeedsPerson, 44, "nightly.triggers: its time is '@daily'");
        All.Says(ImportOutcome.NeedsPerson, 49, "nightly.colour: the importer does not know this key");
        All.Says(ImportOutcome.NeedsPerson, 53, "opaque.system-groovy");
        All.Says(ImportOutcome.NeedsPerson, 51, "opaque: how it is defined cannot be said here, and its name tells nothing usual");
        All.Says(ImportOutcome.NeedsPerson, 56, "absent.shell: the file 'jjb/absent.sh' that the script is read from is not there");
        Assert.Equal((6, 4), (All.Result.JobsFound, All.Result.JobsWritten));
    }

    [Theory]
    [InlineData("job: {}\n", "jjb/a.yaml(1,1): error PCI5005: the file must be a list of definitions of Jenkins Job Builder")]
    [InlineData("- [\n", "error PCI5002")]
    public void What_is_no_file_of_it_is_told_with_its_place(string text, string expected) =>
        Assert.Contains(expected, Imported.From(ImportFormat.Jjb, "jjb", ("jjb/a.yaml", text)).Result.Diagnostics[0].ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_folder_without_files_is_told_of() =>
        Assert.Contains("*.yaml", Imported.From(ImportFormat.Jjb, "empty", ("other/a.yaml", "[]")).Result.Diagnostics[0].ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("- job-template: { name: '{name}-x', a: '{b}', b: '{a}', builders: [{ shell: 'echo {a}' }] }\n- project: { name: p, jobs: ['{name}-x'] }\n")]
    [InlineData("- builder: { name: m, builders: [m] }\n- job: { name: x, builders: [m] }\n")]
    [InlineData("- job-group: { name: g, jobs: [g] }\n- project: { name: p, jobs: [g] }\n")]
    [InlineData("- job: { name: x }\n- project: { name: p }\n- job: {}\n- other: { name: y }\n")]
    [InlineData("- job: { name: '', builders: [{ shell: '' }] }\n")]
    public void Odd_files_come_to_an_end(string text) => Assert.Empty(Imported.From(ImportFormat.Jjb, "jjb", ("jjb/a.yaml", text)).Result.Diagnostics);

    [SampleFact]
    public void The_jobs_of_a_large_site_are_read()
    {
        var imported = Imported.FromDisk(ImportFormat.Jjb, Samples.PathTo("wikimedia__integration-config/jjb"));

        Assert.Equal([], imported.Result.Diagnostics);
        Assert.True(imported.Result.JobsWritten >= 0.9 * imported.Result.JobsFound, ImportReport.Summary(imported.Result));
        Assert.Contains(imported.Plan.Jobs, job => job.Name == "quibble-for-mediawiki-core-composer-mysql-php83");
    }
}
