using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;

namespace PluginCi.Pipelines;

/// <summary>Files that say by a word what kind of project it is.</summary>
public sealed class TypedFileTests
{
    private static readonly string Page = File.ReadAllText(SourceTree.PathTo("docs", "reference", "declarative.md"));

    public static TheoryData<string> Types => [.. ProjectTypes.All.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_alone_is_enough(string name)
    {
        var plan = Evaluate($"type: {name}\n");
        Assert.Contains(plan.Jobs, job => job.Name == "build");
        Assert.All(plan.Jobs, job => Assert.Equal(".pipeline/config.yaml(1)", job.DeclaredAt));
    }

    [Fact]
    public void The_file_of_the_page_means_what_the_page_says()
    {
        var plan = Evaluate(Regex.Match(Page, "```yaml\n(.*?)```", RegexOptions.Singleline).Groups[1].Value);
        Assert.Equal(["lint", "build", "unit", "docs", "3.13-lint", "3.13-build", "3.13-unit", "3.13-docs"], plan.Jobs.Select(job => job.Name));
        Assert.Equal(["sh: python3 -m pytest --junitxml=reports/unit.xml -n 4"], plan.Jobs[2].Steps.Select(step => $"sh: {((ShellStep)step).Command}"));
        Assert.Equal(["make html", "make linkcheck"], plan.Jobs[3].Steps.Select(step => ((ShellStep)step).Command));
        Assert.Equal("reports/*.xml", Assert.Single(plan.Jobs[2].TestReports));
        Assert.All(plan.Jobs, job => Assert.Contains("python3-requests", job.RunsIn!.ToString(), StringComparison.Ordinal));
        Assert.Equal(["Debian bookworm", "Debian trixie"], plan.Jobs.Select(job => job.RunsIn!.ToString()![..15].TrimEnd()).Distinct().Select(name => name.Replace("Debian trixie w", "Debian trixie", StringComparison.Ordinal)));
        Assert.Equal(".pipeline/config.yaml(6)", plan.Jobs[3].DeclaredAt);
    }

    [Fact]
    public void The_page_lists_the_types_and_their_versions() =>
        Assert.Equal(
            ProjectTypes.All.Select(type => $"| `{type.Name}` | `{type.Call}` | {string.Join(", ", type.Versions.Select(version => version.Version))}".TrimEnd()),
            Regex.Matches(Page[..Page.IndexOf("## Blubber", StringComparison.Ordinal)], "^(\\| `[a-z-]+` \\| `[A-Z].*) \\|$", RegexOptions.Multiline).Select(row => row.Groups[1].Value.TrimEnd()));

    [Theory]
    [InlineData("type: pyton", "(1,7): error PCI2302: there is no type 'pyton'; known are cmake, ")]
    [InlineData("type: python\nversions: 2.7", "(2,11): error PCI2303: there is no version '2.7' of python in Debian; known are 3.11, 3.13. For another one write .pipeline/pipeline.csx with an image.")]
    [InlineData("type: make\nversions: [4]", "(2,12): error PCI2303: projects of type make have no versions; leave 'versions' out.")]
    [InlineData("type: dotnet\npackages: make", "(1,7): error PCI2304: the recipe is not on a release of Debian, so that no packages can be added")]
    [InlineData("type: python\ncommands: {unit: ''}", "(2,18): error PCI5008: 'commands.unit' is '', which is no command")]
    [InlineData("type: python\ncommands: {'a b': make}", "(2,1): error PCI2003: the job name 'a b' is not of letters")]
    [InlineData("type: [python]", "(1,7): error PCI5005: 'type' must be a text")]
    [InlineData("type: python\nextra: 1", "(2,1): error PCI5006: 'extra' is not a key of the file; known are type, versions, packages, commands")]
    [InlineData("pipelines:\n  test:\n    stages:\n      - name: unit\n", "(3,5): error PCI5206: there is no Blubber file '.pipeline/test/blubber.yaml'")]
    [InlineData("version: v4\nbase: a\nvariants: {unit: {}}", "(0,0): error PCI2301: ")]
    [InlineData("jobs: {unit: {}}", "error PCI5009: ")]
    [InlineData("type: python\n\tx: 1", "error PCI5002: ")]
    public void What_is_wrong_is_told_with_its_place(string text, string expected)
    {
        var response = Run(text);
        Assert.Null(response.Plan);
        Assert.Contains(expected, Assert.Single(response.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_is_what_is_written_and_no_number() =>
        Assert.Contains("'3.10'", Assert.Single(Run("type: python\nversions: [3.10]\n").Diagnostics).Text, StringComparison.Ordinal);

    private static Plan Evaluate(string text)
    {
        var response = Run(text);
        Assert.True(response.Diagnostics.IsEmpty, string.Join('\n', response.Diagnostics));
        return response.Plan!;
    }

    private static EvaluationResponse Run(string text) => ScriptRunner.Run(new EvaluationRequest
    {
        IsSite = false,
        Entry = PipelineFiles.Declared,
        Pipelines = ["check", "gate"],
        Files = ImmutableSortedDictionary<string, string>.Empty.Add(PipelineFiles.Declared, text),
    });
}
