namespace PluginCi.Import;

/// <summary>What comes of workflows of GitHub Actions.</summary>
public sealed class GitHubTests
{
    private const string Test = """
        name: Test
        on:
          push: { branches: [main] }
          pull_request:
            paths-ignore: [docs/**]
            types: [opened]
        env: { TZ: UTC }
        permissions: { contents: read }
        jobs:
          unit:
            runs-on: ${{ matrix.os }}
            strategy:
              fail-fast: false
              matrix:
                os: [ubuntu-latest, windows-latest]
                python: ["3.11", "3.13"]
                exclude: [{ os: ubuntu-latest, python: "3.11" }]
                include: [{ os: ubuntu-22.04, python: "3.11", extra: "yes" }]
            timeout-minutes: 20
            steps:
              - uses: actions/checkout@v4
                with: { fetch-depth: 0 }
              - name: Python
                uses: actions/setup-python@v5
                with: { python-version: "${{ matrix.python }}", cache: pip }
              - run: pip install -r requirements.txt
              - name: Tests
                run: |
                  cd src
                  pytest --name "${{ matrix.python }}" --sha ${{ github.sha }}
                env: { MODE: fast }
              - uses: strange/action@v1
              - if: always()
                run: cat log
              - if: runner.os == 'Linux'
                run: echo linux
          build:
            runs-on: ubuntu-latest
            container: debian:trixie
            permissions: read-all
            services:
              db: { image: "postgres:15" }
            env: { TOKEN: "${{ secrets.TOKEN }}" }
            steps:
              - run: make
                shell: bash
                working-directory: app
              - uses: actions/upload-artifact@v4
                with: { name: dist, path: "app/dist\nnotes.txt" }
            colour: blue
          use:
            needs: [unit, build]
            runs-on: ubuntu-latest
            continue-on-error: true
            steps:
              - uses: actions/download-artifact@v4
              - run: app/dist/tool
          other:
            uses: org/repo/.github/workflows/x.yml@main
        """;

    private const string Ship = """
        on:
          push: { tags: ["v*"] }
          schedule: [{ cron: "30 2 * * 1-5" }]
          workflow_dispatch: {}
          issues: {}
        jobs:
          ship:
            if: startsWith(github.ref, 'refs/tags/') && github.repository == 'a/b'
            runs-on: macos-latest
            steps: [{ run: make ship }]
          nightly:
            if: ${{ github.event_name == 'schedule' }}
            runs-on: ubuntu-latest
            steps: [{ run: make nightly }]
          unit:
            runs-on: ubuntu-latest
            steps: [{ run: make unit }]
        """;

    private static readonly Imported All = Imported.From(ImportFormat.GitHub, "repo", ("repo/.github/workflows/test.yml", Test), ("repo/.github/workflows/ship.yaml", Ship));

    [Fact]
    public void Jobs_run_what_they_ran()
    {
        string[] venv = ["python3 -m venv --system-site-packages ~/venv", ". ~/venv/bin/activate"];
        Assert.Equal(
            [
                string.Join('\n', ["export GITHUB_SHA=\"$PLUGINCI_COMMIT\"", .. venv, "pip install -r requirements.txt"]),
                string.Join('\n', ["export GITHUB_SHA=\"$PLUGINCI_COMMIT\"", .. venv, "export MODE=\"fast\"", "cd src", "pytest --name \"3.13\" --sha ${GITHUB_SHA}"]),
                string.Join('\n', ["export GITHUB_SHA=\"$PLUGINCI_COMMIT\"", .. venv, "echo linux"]),
            ],
            All.Commands("unit-2-ubuntu-latest-3.13"));
        Assert.StartsWith("bash -eo pipefail <<'END_OF_SCRIPT'\n", All.Commands("build")[0], StringComparison.Ordinal);
        Assert.Contains("cd \"app\"\nmake", All.Commands("build")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_matrix_has_the_rows_that_it_had_on_linux() =>
        Assert.Equal(2, All.Plan.Jobs.Count(job => job.Name.StartsWith("unit-2-", StringComparison.Ordinal)));

    [Fact]
    public void Systems_stand_for_machines_and_actions()
    {
        Assert.Equal(["Debian bookworm", "Debian trixie"], All.Plan.Jobs.Where(job => job.Name.StartsWith("unit-2-", StringComparison.Ordinal)).Select(job => job.RunsIn!.ToString()!.Split(" with")[0]).Order());
        Assert.Equal("Debian trixie with make", All.Job("build").RunsIn!.ToString());
        Assert.Equal("postgresql", Assert.Single(All.Job("build").Services).Name);
        Assert.Equal(["app/dist/**", "notes.txt"], Assert.Single(All.Job("build").Artifacts).Files.AsEnumerable());
        Assert.Equal("dist", Assert.Single(All.Job("use").Fetches).Artifact);
        Assert.False(All.Job("use").IsVoting);
        Assert.Equal("~/.cache/pip", Assert.Single(All.Plan.Jobs.First(job => job.Name.StartsWith("unit-2-", StringComparison.Ordinal)).Caches).Path);
    }

    [Fact]
    public void Jobs_run_when_they_ran()
    {
        Assert.Equal(["check", "gate", "release", "nightly", "manual"], All.Site.Pipelines.Select(pipeline => pipeline.Name));
        Assert.Equal("0 30 2 ? * 2-6", All.Site.Pipelines.Single(pipeline => pipeline.Name == "nightly").Schedule);
        Assert.Equal(["release"], All.Job("ship").Pipelines.AsEnumerable());
        Assert.Equal(["nightly"], All.Job("nightly").Pipelines.AsEnumerable());
        Assert.Equal(["release", "nightly", "manual"], All.Job("unit").Pipelines.AsEnumerable());
        Assert.Equal(["check", "gate"], All.Job("build").Pipelines.AsEnumerable());
        Assert.Equal(["docs/**"], All.Job("build").IrrelevantFiles.AsEnumerable());
    }

    [Fact]
    public void The_report_says_what_is_not_the_same()
    {
        All.Says(ImportOutcome.Approximated, 6, "on.pull_request.types");
        All.Says(ImportOutcome.Approximated, 8, "permissions");
        All.Says(ImportOutcome.NeedsPerson, 11, "windows-latest");
        All.Says(ImportOutcome.Approximated, 13, "unit.strategy.fail-fast");
        All.Says(ImportOutcome.Approximated, 22, "unit.with.fetch-depth");
        All.Says(ImportOutcome.NeedsPerson, 32, "strange/action@v1");
        All.Says(ImportOutcome.NeedsPerson, 33, "no step runs after a failure");
        All.Says(ImportOutcome.NeedsPerson, 43, "secrets.TOKEN");
        All.Says(ImportOutcome.NeedsPerson, 50, "build.colour: the importer does not know this key");
        All.Says(ImportOutcome.NeedsPerson, 58, "other: it is a workflow of another file");
        All.Says(ImportOutcome.NeedsPerson, 5, "on.issues");
        All.Says(ImportOutcome.Approximated, 8, "depends on what only GitHub knows");
        All.Says(ImportOutcome.NeedsPerson, 9, "ship.runs-on");
        Assert.Equal((7, 6), (All.Result.JobsFound, All.Result.JobsWritten));
    }

    [Fact]
    public void Of_each_setting_something_is_said()
    {
        HashSet<int> told = [.. All.Result.Notes.Where(note => note.File == "repo/.github/workflows/test.yml").Select(note => note.Line)];
        string[] lines = Test.Split('\n');
        Assert.Equal([], Enumerable.Range(1, lines.Length).Where(line => lines[line - 1].StartsWith("    ", StringComparison.Ordinal) && lines[line - 1][4] != ' ' && !told.Contains(line)).Select(line => lines[line - 1]));
    }

    [Theory]
    [InlineData("github.ref == 'refs/heads/main'", Occasion.DefaultBranch, true)]
    [InlineData("github.ref == 'refs/heads/master'", Occasion.DefaultBranch, true)]
    [InlineData("github.ref == 'refs/heads/main'", Occasion.MergeRequest, false)]
    [InlineData("!cancelled() && success()", Occasion.Tag, true)]
    [InlineData("${{ github.event_name != 'push' || github.ref_type == 'tag' }}", Occasion.Tag, true)]
    [InlineData("contains(github.ref, 'v1') && (github.event_name == 'push')", Occasion.Tag, true)]
    [InlineData("github.actor == 'me'", Occasion.Tag, null)]
    [InlineData("false && github.actor == 'me'", Occasion.Tag, false)]
    [InlineData("always(", Occasion.Tag, null)]
    public void Conditions_are_decided_where_they_can_be(string condition, object occasion, bool? expected) => Assert.Equal(expected, GitHubCondition.Holds(condition, (Occasion)occasion));

    [Theory]
    [InlineData("!")]
    [InlineData("(")]
    [InlineData("$A == (")]
    [InlineData("'")]
    [InlineData("\"")]
    public void Conditions_that_are_none_cannot_be_told(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 10_001));
        Assert.Null(GitHubCondition.Holds(text, Occasion.MergeRequest));
        Assert.Null(Condition.Holds(text, _ => (true, "")));
    }

    [Theory]
    [InlineData("on: push\njobs: [\n", "error PCI5002")]
    [InlineData("- a\n", "(1,1): error PCI5005")]
    public void What_is_no_workflow_is_told_with_its_place(string text, string expected)
    {
        var imported = Imported.From(ImportFormat.GitHub, "x.yml", ("x.yml", text));
        Assert.Empty(imported.Result.Scripts);
        Assert.Contains(expected, imported.Result.Diagnostics[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_workflows_is_told() =>
        Assert.Contains("repo/.github/workflows/*.yml(0,0): error PCI5001", Assert.Single(Imported.From(ImportFormat.GitHub, "repo").Result.Diagnostics).ToString(), StringComparison.Ordinal);
}
