using System.Collections.Immutable;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What expressions of policies see, and what becomes of those that are wrong or do harm.</summary>
public sealed class PolicyTests
{
    private static readonly JobPlan Job = new()
    {
        Name = "unit",
        Stage = Stage.Acceptance,
        Steps = [new ShellStep("sudo make test"), new ScriptStep("tests/api.sh")],
        Environment = ImmutableSortedDictionary<string, string>.Empty.Add("TZ", "UTC"),
        RunsIn = new DebianPlan("bookworm", ["make", "sudo"]),
        TimeLimit = TimeSpan.FromMinutes(45),
        IsVoting = false,
        Network = ["pypi.org"],
        Services = [new ServicePlan { Name = "db", Port = 5432, RunsIn = new ImagePlan("registry.example.org/db@sha256:1") }],
        DeclaredAt = ".pipeline/pipeline.csx(7)",
    };

    [Theory]
    [InlineData("true", true)]
    [InlineData("job.name == 'unit' && job.stage == 'acceptance'", true)]
    [InlineData("job.steps.some(step => /\\bsudo\\b/.test(step))", true)]
    [InlineData("job.steps.includes('tests/api.sh')", true)]
    [InlineData("job.minutes > 60", false)]
    [InlineData("job.memory > 512 * 1024 * 1024", true)]
    [InlineData("job.image", false)]
    [InlineData("job.debian == 'bookworm' && job.packages.length == 2", true)]
    [InlineData("job.env.TZ == 'UTC' && job.env.LANG === undefined", true)]
    [InlineData("!job.voting && pipeline == 'gate' && branch == 'main' && project == 'tools/lint'", true)]
    [InlineData("job.network.every(host => host.endsWith('.example.org'))", false)]
    [InlineData("job.services.some(service => service.image && service.image.startsWith('registry.example.org/'))", true)]
    public void An_expression_sees_the_job_and_where_it_runs(string expression, bool holds)
    {
        var response = Ask(expression);

        Assert.Empty(response.Diagnostics);
        Assert.Equal(holds ? "policy holds for unit" : "", string.Join(", ", response.Held.Select(match => $"{match.Policy} holds for {match.Job}")));
    }

    [Theory]
    [InlineData("job.nothing.length")]
    [InlineData("nothing")]
    [InlineData("(() => { while (true) { } })()")]
    [InlineData("(function f() { return f(); })()")]
    [InlineData("'x'.repeat(1e9).length")]
    [InlineData("Array(1e8).fill('x').join('').length")]
    [InlineData("/^(a+)+$/.test('a'.repeat(40) + 'b')")]
    [InlineData("new RegExp('^(a+)+$').test('a'.repeat(40) + 'b')")]
    [InlineData("JSON.parse('{')")]
    [InlineData("eval('1 +')")]
    [InlineData("System.IO.File.Exists('/etc/passwd')")]
    [InlineData("importNamespace('System.IO').File.Exists('/etc/passwd')")]
    [InlineData("job.constructor.constructor('return process')().exit()")]
    [InlineData("require('fs')")]
    public void An_expression_that_fails_or_does_harm_refuses_the_job_and_says_whose_it_is(string expression)
    {
        var response = Ask(expression);

        Assert.Empty(response.Held);
        var error = Assert.Single(response.Diagnostics);
        Assert.Equal(("PCI2415", ".pipeline/pipeline.csx", 7), (error.Id, error.Path, error.Line));
        Assert.StartsWith("job 'unit' cannot be judged by policy 'policy' of the site, and so is refused: ", error.Text, StringComparison.Ordinal);
        Assert.EndsWith("Tell those who keep the site (site.csx(3)).", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_one_expression_leaves_the_next_one_does_not_meet()
    {
        var judged = Case("globalThis.left = 1, Array.prototype.some = () => true, job.name = 'other', true", "job.name == 'unit' && typeof left == 'undefined' && ![].some(() => false)");

        Assert.Equal(["policy", "policy2"], ScriptRunner.Run(Request(judged)).Held.Select(match => match.Policy));
    }

    private static EvaluationResponse Ask(string expression) => ScriptRunner.Run(Request(Case(expression)));

    private static PolicyCase Case(params string[] expressions) => new(
        new ProjectName("tools/lint"),
        "main",
        "gate",
        [Job],
        [.. expressions.Select((expression, index) => new PolicyPlan { Name = index == 0 ? "policy" : $"policy{index + 1}", When = expression, Refusal = "no", DeclaredAt = "site.csx(3)" })]);

    private static EvaluationRequest Request(PolicyCase judged) =>
        new() { IsSite = false, Entry = "site.csx", Files = ImmutableSortedDictionary<string, string>.Empty, Pipelines = [], Case = judged };
}
