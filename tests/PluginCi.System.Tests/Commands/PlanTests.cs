using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace PluginCi.Systems;

public sealed class PlanTests
{
    [Fact]
    public async Task The_pipeline_of_this_project_is_what_people_run_before_they_push()
    {
        var drawn = await Product.RunAsync("plan", SourceTree.Root);

        Assert.True(drawn.ExitCode == 0, drawn.StandardError);
        Assert.Contains("└── stage commit", drawn.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("dotnet format PluginCi.slnx --verify-no-changes", drawn.StandardOutput, StringComparison.Ordinal);
        Assert.Contains(".ci/run", drawn.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_it_is_one_versioned_document()
    {
        var printed = await Product.RunAsync("plan", SourceTree.Root, "--json");

        var plan = JsonSerializer.Deserialize<JsonElement>(printed.StandardOutput);
        Assert.Equal(1, plan.GetProperty("version").GetInt32());
        Assert.Equal(["format", "test"], plan.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_mistake_is_told_as_a_compiler_does()
    {
        using var scratch = new ScratchFolder();
        scratch.Write(".pipeline/pipeline.csx", "#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n\nreturn Project(Commit(unti));\n");

        var planned = await Product.RunAsync("plan", scratch.Path, "--json");

        Assert.Equal(1, planned.ExitCode);
        Assert.Equal("", planned.StandardOutput);
        Assert.StartsWith(".pipeline/pipeline.csx(4,23): error CS0103:", planned.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_are_drawn_stage_by_stage_with_their_reports()
    {
        using var scratch = new ScratchFolder();
        scratch.Write(".pipeline/pipeline.csx", Script("""
            return Project(
                Acceptance(Job("live").Sh("make live")),
                Integration(Job("wide").Sh("make wide").Html("site", name: "site")),
                Health(Job("audit").Sh("make audit").Lcov("lcov.info", atLeast: 62.5).Tap("*.tap")),
                Commit(Job("unit").Sh("make").JUnit("a/*.xml", "b.xml")));
            """));

        var drawn = (await Product.RunAsync("plan", scratch.Path)).StandardOutput;

        string[] inOrder = ["stage commit", "reports a/*.xml, b.xml (JUnit)", "stage health", "reports lcov.info (Lcov), *.tap (Tap), at least 62.5 % of the lines covered", "stage integration", "shows site: site/**", "stage acceptance"];
        var places = inOrder.Select(text => drawn.IndexOf(text, StringComparison.Ordinal)).ToArray();
        Assert.True(places.All(place => place >= 0) && places.SequenceEqual(places.Order()), $"{string.Join(' ', places)}\n{drawn}");
        var plan = JsonSerializer.Deserialize<JsonElement>((await Product.RunAsync("plan", scratch.Path, "--json")).StandardOutput);
        var audit = plan.GetProperty("jobs").EnumerateArray().Single(job => job.GetProperty("name").GetString() == "audit");
        Assert.Equal(("health", 62.5, 2), (audit.GetProperty("stage").GetString(), audit.GetProperty("leastCoverage").GetDouble(), audit.GetProperty("testReports").GetArrayLength()));
    }

    [Fact]
    public async Task A_product_without_its_evaluator_says_what_is_missing()
    {
        using var scratch = new ScratchFolder();
        scratch.Write("tree/.pipeline/pipeline.csx", Script("""return Project(Commit(Job("unit").Sh("make")));"""));
        Directory.CreateDirectory(scratch.PathTo("app"));
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Product.Program)!))
        {
            File.Copy(file, scratch.PathTo("app", Path.GetFileName(file)));
        }

        foreach (var command in new string[][] { ["plan", scratch.PathTo("tree")], ["run", "--dir", scratch.PathTo("tree")], ["check", scratch.PathTo("tree", ".pipeline", "pipeline.csx")] })
        {
            var ended = await Cli.Wrap("dotnet").WithArguments([scratch.PathTo("app", "PluginCi.Cli.dll"), .. command])
                .WithEnvironmentVariables(variables => variables.Set("HOME", scratch.Path)).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(RunningProduct.Soon);
            Assert.Equal((1, $"Scripts are evaluated by a program of its own, which is missing: {scratch.PathTo("app", "evaluator", "PluginCi.Dsl.Evaluator.dll")}. It is part of the installation. Install PluginCI again, or from a source checkout run ./pluginci, which builds it.\n"), (ended.ExitCode, ended.StandardError));
        }
    }

    [Fact]
    public async Task A_folder_without_scripts_is_told()
    {
        using var scratch = new ScratchFolder();

        var planned = await Product.RunAsync("plan", scratch.Path);

        Assert.Equal((1, $"{scratch.Path} has no .pipeline/pipeline.csx, .pipeline/config.yaml or site.csx. `pluginci init` writes the first.\n"), (planned.ExitCode, planned.StandardError));
    }

    [Fact]
    public async Task What_a_working_tree_changes_is_told_against_a_commit()
    {
        using var scratch = new ScratchFolder();
        await WriteAsync(scratch, "app", """return Project(Commit(Job("unit").Sh("make"), Job("old").Sh("make old")));""");
        scratch.Write("app/.pipeline/pipeline.csx", Script("""return Project(Commit(Job("unit").Sh("make").Timeout(Minutes(5))), In("gate", Job("slow").Sh("make slow")));"""));
        var app = Path.Combine(scratch.Path, "app");

        var told = await Product.RunAsync("plan", app, "--diff", "HEAD");
        var check = await Product.RunAsync("plan", app, "--diff", "HEAD", "--for", "check", "--json");
        var unknown = await Product.RunAsync("plan", app, "--diff", "nowhere");

        Assert.Equal((0, "job 'old' is gone\njob 'slow' is new\njob 'unit' changes: timeLimit \"00:05:00\" instead of \"00:30:00\"\n"), (told.ExitCode, told.StandardOutput));
        Assert.Equal(
            ["job 'old' is gone", "job 'unit' changes: timeLimit \"00:05:00\" instead of \"00:30:00\""],
            JsonSerializer.Deserialize<JsonElement>(check.StandardOutput).EnumerateArray().Select(one => one.GetProperty("difference").GetString()));
        Assert.Equal((1, $"{app} knows no commit 'nowhere'. Name a commit, branch or tag of that repository.\n"), (unknown.ExitCode, unknown.StandardError));
        Assert.Contains("unit", (await Product.RunAsync("plan", app, "--for", "check")).StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("slow", (await Product.RunAsync("plan", app, "--for", "check")).StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_a_site_is_told_by_what_it_does_to_its_projects()
    {
        using var scratch = new ScratchFolder();
        await WriteAsync(scratch, "tools/lint", """return Project(Commit(Job("unit").Sh("sudo make")));""");
        await WriteAsync(scratch, "app", """return Project(FromTemplate("service"), Commit(Job("lint").Sh("make lint")));""");
        await ScratchFolder.GitAsync(scratch.Path, "init", "-q", "config");
        scratch.Write("config/site.csx", Script("""return Site(Template("service", [Commit(Job("unit").Sh("make test"))]), Repository("app"), Repositories("tools/*"));"""));
        await CommitAsync(scratch, "config");
        scratch.Write("config/site.csx", Script("""
            return Site(
                Template("service", [Commit(Job("unit").Sh("make test").Timeout(Minutes(5)))]),
                Repository("app"),
                Repositories("tools/*"),
                Enforce([Job("secrets").Sh("scan")]).In("gate"),
                Policy("no-root").When("job.steps.some(step => /\\bsudo\\b/.test(step))").Forbid("nothing runs as root"));
            """));
        var config = Path.Combine(scratch.Path, "config");

        var told = await Product.RunAsync("plan", config, "--all", "--diff", "HEAD");
        var all = await Product.RunAsync("plan", config, "--all", "--json");

        Assert.True(told.ExitCode == 0, told.StandardError);
        Assert.Equal(
            """
            policy 'no-root' is new
            app: job 'unit' changes: timeLimit "00:05:00" instead of "00:30:00", in check
            app: job 'secrets' is new, in gate
            app: job 'unit' changes: timeLimit "00:05:00" instead of "00:30:00", in gate
            tools/lint: its next change is refused, job 'unit' is not allowed here: nothing runs as root. That is policy 'no-root' of the site (site.csx(8)).

            """,
            told.StandardOutput);
        Assert.Equal(1, all.ExitCode);
        Assert.Equal(
            ["lint", "unit", "secrets"],
            JsonSerializer.Deserialize<JsonElement>(all.StandardOutput).GetProperty("app").EnumerateArray().Select(job => job.GetProperty("name").GetString()));
        Assert.StartsWith("tools/lint/.pipeline/pipeline.csx(3,1): error PCI2411: job 'unit' is not allowed here: nothing runs as root.", all.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_all_projects_of_a_site_run_needs_a_site_and_clones()
    {
        using var scratch = new ScratchFolder();
        await WriteAsync(scratch, "app", """return Project(Commit(Job("unit").Sh("make")));""");
        scratch.Write("config/site.csx", Script("""return Site(Repository("far"));"""));

        var noSite = await Product.RunAsync("plan", Path.Combine(scratch.Path, "app"), "--all");
        var noClone = await Product.RunAsync("plan", Path.Combine(scratch.Path, "config"), "--all");
        var noPipeline = await Product.RunAsync("plan", Path.Combine(scratch.Path, "config"), "--all", "--for", "nightly");

        Assert.Equal((1, $"{scratch.Path}/app has no site.csx; --all is for the working tree of a config project.\n"), (noSite.ExitCode, noSite.StandardError));
        Assert.Equal((1, "There is no clone of far. --repositories names the folder that holds them.\n"), (noClone.ExitCode, noClone.StandardError));
        Assert.Equal((1, "The site has no pipeline 'nightly'. Known pipelines: check, gate.\n"), (noPipeline.ExitCode, noPipeline.StandardError));
    }

    private static string Script(string text) => $"#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n{text}\n";

    private static async Task WriteAsync(ScratchFolder scratch, string project, string script)
    {
        await ScratchFolder.GitAsync(scratch.Path, "init", "-q", project);
        scratch.Write($"{project}/.pipeline/pipeline.csx", Script(script));
        await CommitAsync(scratch, project);
    }

    private static async Task CommitAsync(ScratchFolder scratch, string project)
    {
        await ScratchFolder.GitAsync(scratch.PathTo(project), "add", ".");
        await ScratchFolder.GitAsync(scratch.PathTo(project), "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "Start");
    }
}
