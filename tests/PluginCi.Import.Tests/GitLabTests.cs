using PluginCi.Model;

namespace PluginCi.Import;

/// <summary>What comes of a <c>.gitlab-ci.yml</c>.</summary>
public sealed class GitLabTests
{
    private const string Whole = """
        stages: [build, test, publish]
        include:
          - local: /ci/shared.yml
          - project: tools/ci
            file: lint.yml
        default:
          image: python:3.11-slim
          interruptible: true
        variables:
          TZ: UTC
          GREETING: "hello $NAME"
          NAME: world
        .cached: &cached
          cache:
            key:
              files: [requirements.txt]
            paths: [.pip/]
        build:
          stage: build
          extends: [.cached, .shared]
          before_script:
            - apt-get update && apt-get install -y make jq
          script:
            - make
            - make package
          artifacts:
            paths: [dist/, report.txt]
            expire_in: 1 week
            reports: { junit: reports/*.xml, dotenv: build.env }
          retry: { max: 2, when: runner_system_failure }
          timeout: 1h 30m
          tags: [docker]
          colour: blue
        unit:
          stage: test
          parallel:
            matrix:
              - PYTHON: ["3.11", "3.13"]
                DB: [sqlite]
          image: python:$PYTHON
          script:
            - cd src
            - pip install tox && tox -e py-$DB | tee log
          after_script: [echo done]
          allow_failure: true
          retry: 1
        api:
          stage: test
          needs: [build, { job: unit, optional: true }]
          services: [postgres:15, { name: "redis:7", alias: cache }, "elastic:8"]
          script: [make api, 'curl https://api.example.org/x -H "T: $TOKEN"']
          rules:
            - changes: [src/**/*]
        docs:
          stage: publish
          script: [echo "$CI_COMMIT_SHA $CI_RUNNER_ID"]
          rules:
            - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
        ship:
          stage: publish
          script: !reference [build, script]
          environment: production
          resource_group: live
          rules:
            - if: $CI_COMMIT_TAG =~ /^v/
              when: manual
            - when: never
        remote:
          extends: .elsewhere
        """;

    private const string Shared = """
        .shared:
          variables: { SHARED: "1" }
        .unused:
          script: [make never]
        """;

    private static readonly Imported All = Imported.From(ImportFormat.GitLab, "repo", ("repo/.gitlab-ci.yml", Whole), ("repo/ci/shared.yml", Shared));

    [Fact]
    public void Jobs_run_what_they_ran()
    {
        Assert.Equal(["build", "unit-3.11-sqlite", "unit-3.13-sqlite", "api", "docs", "ship"], All.Plan.Jobs.Select(job => job.Name));
        Assert.Equal(["make", "make package"], All.Commands("build"));
        Assert.Equal(["make", "make package"], All.Commands("ship"));
        Assert.Equal(
            [
                """
                bash -eo pipefail <<'END_OF_SCRIPT'
                after_script() (
                  echo done
                )
                trap 'after_script || true' EXIT
                python3 -m venv --system-site-packages ~/venv
                . ~/venv/bin/activate
                cd src
                pip install tox && tox -e py-$DB | tee log
                END_OF_SCRIPT
                """,
            ],
            All.Commands("unit-3.13-sqlite"));
        Assert.Equal(["export CI_COMMIT_SHA=\"$PLUGINCI_COMMIT\"\necho \"$CI_COMMIT_SHA $CI_RUNNER_ID\""], All.Commands("docs"));
    }

    [Fact]
    public void Systems_stand_for_images()
    {
        Assert.Equal("Debian bookworm with git, jq, make, python-is-python3, python3, python3-pip, python3-venv", All.Job("build").RunsIn!.ToString());
        Assert.StartsWith("Debian bookworm with ", All.Job("unit-3.11-sqlite").RunsIn!.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Debian trixie with ", All.Job("unit-3.13-sqlite").RunsIn!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["postgresql", "redis"], All.Job("api").Services.Select(service => service.Name));
        Assert.Equal("pypi", Assert.Single(All.Job("build").Dependencies));
        Assert.Equal("api.example.org", Assert.Single(All.Job("api").Network));
    }

    [Fact]
    public void Variables_stand_for_their_values()
    {
        Assert.Equal("hello world", All.Job("build").Environment["GREETING"]);
        Assert.Equal(("1", "UTC"), (All.Job("build").Environment["SHARED"], All.Job("build").Environment["TZ"]));
        Assert.Equal(("3.13", "sqlite"), (All.Job("unit-3.13-sqlite").Environment["PYTHON"], All.Job("unit-3.13-sqlite").Environment["DB"]));
    }

    [Fact]
    public void Jobs_run_when_they_ran()
    {
        Assert.Empty(All.Job("build").Pipelines);
        Assert.Equal(["post"], All.Job("docs").Pipelines.AsEnumerable());
        Assert.Equal(["manual"], All.Job("ship").Pipelines.AsEnumerable());
        Assert.Equal(["src/**/*"], All.Job("api").Files.AsEnumerable());
        Assert.Equal(Stage.Acceptance, All.Job("api").Stage);
        Assert.Equal(["check", "gate", "post", "manual"], All.Site.Pipelines.Select(pipeline => pipeline.Name));
        Assert.Equal("live", Assert.Single(All.Site.Semaphores).Key);
        Assert.Equal("example", Assert.Single(All.Site.Projects).Name.Value);
    }

    [Fact]
    public void Jobs_wait_and_hand_on_as_they_did()
    {
        Assert.Equal(["build"], All.Job("unit-3.11-sqlite").Needs.AsEnumerable());
        Assert.Equal(["build"], All.Job("api").Needs.AsEnumerable());
        Assert.Equal(["unit-3.11-sqlite", "unit-3.13-sqlite"], All.Job("api").SoftNeeds.AsEnumerable());
        Assert.Equal("build", Assert.Single(All.Job("api").Fetches).Artifact);
        Assert.Equal(["dist/**", "report.txt"], Assert.Single(All.Job("build").Artifacts).Files.AsEnumerable());
        Assert.Equal(["reports/*.xml"], All.Job("build").TestReports.AsEnumerable());
        Assert.Equal((".pip", "requirements.txt"), (Assert.Single(All.Job("build").Caches).Path, Assert.Single(Assert.Single(All.Job("build").Caches).KeyFiles)));
        Assert.Equal((90, 3, 0), (All.Job("build").TimeLimit.TotalMinutes, All.Job("build").Attempts, All.Job("build").FlakeRetries));
        Assert.Equal((false, 1), (All.Job("unit-3.11-sqlite").IsVoting, All.Job("unit-3.11-sqlite").FlakeRetries));
    }

    [Fact]
    public void The_report_says_what_is_not_the_same()
    {
        All.Says(ImportOutcome.NeedsPerson, 4, "include: project 'tools/ci', file 'lint.yml'");
        All.Says(ImportOutcome.Approximated, 28, "build.artifacts.expire_in");
        All.Says(ImportOutcome.NeedsPerson, 29, "build.artifacts.reports.dotenv");
        All.Says(ImportOutcome.Approximated, 32, "build.tags");
        All.Says(ImportOutcome.NeedsPerson, 33, "build.colour: the importer does not know this key");
        All.Says(ImportOutcome.Approximated, 40, "unit.image: Debian bookworm with the same version stands for 'python:3.11'");
        All.Says(ImportOutcome.NeedsPerson, 47, "api.example.org");
        All.Says(ImportOutcome.NeedsPerson, 47, "api.TOKEN");
        All.Says(ImportOutcome.NeedsPerson, 50, "services: the service 'elastic:8' is not known");
        All.Says(ImportOutcome.NeedsPerson, 54, "docs.CI_RUNNER_ID");
        All.Says(ImportOutcome.NeedsPerson, 62, "ship.environment");
        All.Says(ImportOutcome.NeedsPerson, 68, "remote: it has no script here");
        All.Says(ImportOutcome.NeedsPerson, 69, "'.elsewhere' is not in the files");
        All.Says(ImportOutcome.Approximated, 4, ".unused.script");
        Assert.Equal((6, 5), (All.Result.JobsFound, All.Result.JobsWritten));
    }

    [Fact]
    public void Of_each_setting_something_is_said()
    {
        HashSet<int> told = [.. All.Result.Notes.Where(note => note.File == "repo/.gitlab-ci.yml").Select(note => note.Line)];
        var lines = Whole.Split('\n').Select((text, index) => (Text: text, Line: index + 1)).Where(line => line.Text.StartsWith("  ", StringComparison.Ordinal) && line.Text[2] != ' ' && line.Text[2] != '-');

        // The maps of variables, and what all jobs inherit and every job replaces, are told of as a whole.
        string[] untold = ["TZ: UTC", "GREETING: \"hello $NAME\"", "NAME: world"];
        Assert.Equal(untold, lines.Where(line => !told.Contains(line.Line)).Select(line => line.Text.Trim()));
    }

    [Theory]
    [InlineData("$CI_COMMIT_TAG", "release")]
    [InlineData("$CI_PIPELINE_SOURCE == \"schedule\"", "nightly")]
    [InlineData("$CI_PIPELINE_SOURCE == \"web\"", "manual")]
    [InlineData("$CI_COMMIT_BRANCH == 'master'", "post")]
    [InlineData("$CI_PIPELINE_SOURCE == \"merge_request_event\"", "")]
    [InlineData("$CI_COMMIT_BRANCH && ($CI_COMMIT_BRANCH =~ /^(main|release-.*)$/i)", "post")]
    [InlineData("$CI_COMMIT_BRANCH != null && $CI_PIPELINE_SOURCE == \"push\" && $CI_COMMIT_REF_PROTECTED == \"true\"", "post")]
    public void A_condition_names_the_pipeline(string condition, string pipeline)
    {
        var imported = Imported.From(ImportFormat.GitLab, "x.yml", ("x.yml", $"one:\n  script: [make]\n  rules:\n    - if: '{condition.Replace("'", "''", StringComparison.Ordinal)}'\n"));
        Assert.Equal(pipeline, string.Join(',', imported.Job("one").Pipelines));
    }

    [Theory]
    [InlineData("only: [tags]", "release")]
    [InlineData("only: { refs: [main] }", "post")]
    [InlineData("only: [merge_requests]", "")]
    [InlineData("only: [/^main$/]", "post")]
    [InlineData("except: [branches, merge_requests]", "release")]
    [InlineData("when: manual", "manual")]
    public void The_older_form_does_too(string keys, string pipeline)
    {
        var imported = Imported.From(ImportFormat.GitLab, "x.yml", ("x.yml", $"one:\n  script: [make]\n  {keys}\n"));
        Assert.Equal(pipeline, string.Join(',', imported.Job("one").Pipelines));
    }

    [Theory]
    [InlineData("registry.example.org/ci/go@sha256:3b5a8f2c0d1e4f6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c", ImportOutcome.Carried, "registry.example.org/ci/go@sha256:")]
    [InlineData("debian:trixie-slim", ImportOutcome.Carried, "Debian trixie with make")]
    [InlineData("node:20-alpine", ImportOutcome.Approximated, "Debian trixie with git, make, nodejs, npm")]
    [InlineData("golang:1.22", ImportOutcome.Approximated, "Debian trixie with ca-certificates, gcc, git, golang-go, libc6-dev, make")]
    [InlineData("registry.example.org/tools/thing:1", ImportOutcome.NeedsPerson, "Debian bookworm with ca-certificates, git, make")]
    public void An_image_is_known_or_needs_a_person(string image, ImportOutcome outcome, string system)
    {
        var imported = Imported.From(ImportFormat.GitLab, "x.yml", ("x.yml", $"one:\n  image: {image}\n  script: [make]\n"));
        Assert.Contains(system, imported.Job("one").RunsIn!.ToString(), StringComparison.Ordinal);
        imported.Says(outcome, 2, "one.image");
    }

    [Theory]
    [InlineData("a: [\n", "error PCI5002")]
    [InlineData("- a\n", "x.yml(1,1): error PCI5005: the file must be a map, found a list")]
    [InlineData("a: 1\na: 2\n", "x.yml(2,1): error PCI5003")]
    [InlineData("a: *b\n", "x.yml(1,4): error PCI5002")]
    [InlineData("a: !other [b]\nc: !strange d\n", "x.yml(2,4): error PCI5002: the file is not YAML")]
    [InlineData("", "x.yml(0,0): error PCI5005: the file is empty")]
    public void What_is_no_such_file_is_told_with_its_place(string text, string expected)
    {
        var imported = Imported.From(ImportFormat.GitLab, "x.yml", ("x.yml", text));
        Assert.Empty(imported.Result.Scripts);
        Assert.Contains(imported.Result.Diagnostics, diagnostic => diagnostic.ToString().Contains(expected.Split("the file is not")[0], StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_included_is_told_of_too()
    {
        var imported = Imported.From(ImportFormat.GitLab, "repo", ("repo/.gitlab-ci.yml", "include: ci/none.yml\none: {script: [make]}\n"));
        Assert.Contains("repo/ci/none.yml(0,0): error PCI5001", Assert.Single(imported.Result.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_with_marks_of_all_kinds_come_through()
    {
        const string command = "echo \"{{ x }}\" '\\n' \"\"\" $${DB} `id` {\uD83D\uDE00}\tend";
        var imported = Imported.From(
            ImportFormat.GitLab, "x.yml",
            ("x.yml", $"'one: two/3':\n  parallel: {{ matrix: [{{ DB: ['a b', '@c'] }}] }}\n  image: 'python:$DB'\n  script:\n    - |\n      {command}\n      {{{{ $DB }}}}\n    - {System.Text.Json.JsonSerializer.Serialize(command)}\n"));
        Assert.Equal(["one-two-3-a-b", "one-two-3-c"], imported.Plan.Jobs.Select(job => job.Name));
        Assert.Equal("@c", imported.Job("one-two-3-c").Environment["DB"]);
        Assert.Contains($"{command}\n{{{{ $DB }}}}", string.Join('\n', imported.Commands("one-two-3-c")), StringComparison.Ordinal);
    }

    [SampleTheory]
    [InlineData("wikimedia__mediawiki-tools-scap/.gitlab-ci.yml", 6)]
    [InlineData("wikimedia__blubber/.gitlab-ci.yml", 5)]
    public void Real_files_are_read(string file, int jobs)
    {
        var imported = Imported.FromDisk(ImportFormat.GitLab, Samples.PathTo(file));
        Assert.Equal(jobs, imported.Result.JobsFound);
        Assert.All(imported.Result.Notes, note => Assert.True(note.Line > 0));
    }
}
