using System.Collections.Immutable;
using System.Reflection;
using CliWrap;
using CliWrap.Buffered;
using PluginCi.Dsl;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;

namespace PluginCi.Pipelines;

/// <summary>What scripts can do with recipes.</summary>
public sealed class RecipeTests
{
    public static TheoryData<string> Names => [.. Recipes().Select(NameOf)];

    [Fact]
    public void All_jobs_of_a_recipe_are_on_its_system_and_declared_where_the_script_asks_for_it()
    {
        var plan = Evaluate("return Project(\n    Commit(Go.Module(\"trixie\").Apt(\"make\")));");
        Assert.Equal(["lint", "build", "unit", "package"], plan.Jobs.Select(job => job.Name));
        Assert.All(plan.Jobs, job => Assert.Equal("Debian trixie with ca-certificates, gcc, golang-go, gotestsum, libc6-dev, make", job.RunsIn!.ToString()));
        Assert.All(plan.Jobs, job => Assert.Equal(".pipeline/pipeline.csx(7)", job.DeclaredAt));
    }

    [Fact]
    public void A_script_may_change_each_job_and_all()
    {
        var plan = Evaluate(
            """
            var shell = Shell.Scripts().ChangeAll(job => job.Irrelevant("docs/**")).Change("unit", unit => unit.Timeout(Minutes(2)).Env("TZ", "UTC"));
            return Project(Commit(shell.Without("build", "package")), Acceptance(Job("api").After(shell["unit"]).Sh("true")), In("gate", shell["build"]));
            """);
        Assert.Equal(["lint", "unit", "api", "build"], plan.Jobs.Select(job => job.Name));
        Assert.Equal([30, 2, 30, 30], plan.Jobs.Select(job => job.TimeLimit.TotalMinutes));
        Assert.Equal("unit", Assert.Single(plan.Jobs[2].Needs));
        Assert.All(plan.Jobs.Where(job => job.Name != "api"), job => Assert.Equal("docs/**", Assert.Single(job.IrrelevantFiles)));
    }

    [Fact]
    public void One_project_has_several_by_prefix_and_the_same_job_in_two_places()
    {
        var plan = Evaluate(
            """
            var old = Python.Pytest();
            return Project(Commit(old, Python.Pytest("trixie").Prefix("trixie"), Recipe(null, Job("own").Sh("true"))), Commit(old["unit"]));
            """);
        Assert.Equal(["lint", "build", "unit", "package", "trixie-lint", "trixie-build", "trixie-unit", "trixie-package", "own"], plan.Jobs.Select(job => job.Name));
        Assert.Equal([true, true, false], new[] { plan.Jobs[0], plan.Jobs[4], plan.Jobs[8] }.Select(job => job.RunsIn is not null));
    }

    [Fact]
    public void A_job_that_names_a_system_keeps_it_and_On_replaces_that_of_the_others()
    {
        var plan = Evaluate(
            """
            return Project(Commit(Shell.Scripts().Change("lint", lint => lint.On(Debian("sid"))).On(Debian("trixie")).Without("build", "package")));
            """);
        Assert.Equal(["Debian sid", "Debian trixie"], plan.Jobs.Select(job => job.RunsIn!.ToString()));
    }

    [Fact]
    public async Task A_group_of_MediaWiki_is_one_wiki_with_all_members_whose_tests_are_run_one_after_another()
    {
        var job = Assert.Single(Evaluate("""return Project(Commit(MediaWiki.Together("core", ["Echo", "vector"])));""").Jobs);
        string[] commands = [.. job.Steps.Select(step => ((ShellStep)step).Command)];
        Assert.Equal(3, commands.Length);
        Assert.Contains("core=$(cd 'core' && pwd)", commands[0], StringComparison.Ordinal);
        Assert.Contains("for member in 'Echo' 'vector'; do", commands[0], StringComparison.Ordinal);
        Assert.Equal(["cd 'Echo'", "cd 'vector'"], commands[1..].Select(command => command.Split('\n')[1]));
        foreach (var command in commands)
        {
            var parsed = await Cli.Wrap("/bin/sh").WithArguments(["-n", "-c", command]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
            Assert.True(parsed.ExitCode == 0, parsed.StandardError);
        }
    }

    [Theory]
    [InlineData("""Shell.Scripts()["deploy"]""", "the recipe has no job 'deploy'; it has lint, build, unit, package.")]
    [InlineData("""Shell.Scripts().Without("deploy")""", "the recipe has no job 'deploy'; it has lint, build, unit, package.")]
    [InlineData("""Shell.Scripts().Change("deploy", job => job)""", "the recipe has no job 'deploy'; it has lint, build, unit, package.")]
    [InlineData("""DotNet.Solution().Apt("make")""", "the recipe is not on a release of Debian, so that no packages can be added; say .On(Debian(\"bookworm\").Apt(…)).")]
    public void What_cannot_be_is_said(string recipe, string expected)
    {
        var response = Run($"return Project(Commit({recipe}));");
        Assert.Null(response.Plan);
        Assert.Contains(expected, Assert.Single(response.Diagnostics).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_recipe_is_on_the_page_with_its_parameters(string name) =>
        Assert.Contains($"| `{name}` |", File.ReadAllText(SourceTree.PathTo("docs", "reference", "recipes.md")), StringComparison.Ordinal);

    [Fact]
    public void Every_verb_is_on_the_page()
    {
        var page = File.ReadAllText(SourceTree.PathTo("docs", "reference", "recipes.md"));
        var verbs = typeof(Recipe).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => !method.IsSpecialName).Select(method => method.Name);
        Assert.Equal([], verbs.Where(verb => !page.Contains($"`.{verb}(", StringComparison.Ordinal)));
    }

    private static IEnumerable<MethodInfo> Recipes() => typeof(Python).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.ReturnType == typeof(Recipe));

    private static string NameOf(MethodInfo method) =>
        $"{method.DeclaringType!.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.Name).Where(name => name is not ("path" or "line")))})";

    private static Plan Evaluate(string lines)
    {
        var response = Run(lines);
        Assert.True(response.Diagnostics.IsEmpty, string.Join('\n', response.Diagnostics));
        return response.Plan!;
    }

    private static EvaluationResponse Run(string lines) => ScriptRunner.Run(new EvaluationRequest
    {
        IsSite = false,
        Entry = ".pipeline/pipeline.csx",
        Pipelines = ["check", "gate"],
        Files = ImmutableSortedDictionary<string, string>.Empty.Add(
            ".pipeline/pipeline.csx",
            $"#r \"PluginCi.Dsl.dll\"\n#r \"PluginCi.Pipelines.dll\"\nusing static PluginCi.Dsl.Ci;\nusing PluginCi.Pipelines;\n\n{lines}\n"),
    });
}
