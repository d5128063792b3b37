using System.Reflection;
using System.Text.RegularExpressions;

namespace PluginCi.Declarative;

/// <summary>What the pages about declarative files say is true.</summary>
public sealed class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(SourceTree.PathTo("docs", "reference", "declarative.md"));

    [Fact]
    public void The_Dockerfile_of_the_page_is_that_of_its_file()
    {
        var file = BlubberFile.Read("blubber.yaml", Blocks("yaml")[1]);

        Assert.Empty(file.Diagnostics);
        Assert.Equal(Blocks("dockerfile")[0], file.ToDockerfile("production"));
    }

    [Fact]
    public void The_frames_of_the_page_are_those_of_its_file()
    {
        var file = PipelineLibFile.Read("config.yaml", Blocks("yaml")[2]);

        Assert.Empty(file.Diagnostics);
        Assert.Equal(Blocks("frames")[0], string.Concat(file.Outlines.Select(pipeline => $"{pipeline.Name}\t{pipeline.Line}\n")));
    }

    [Fact]
    public void Every_id_is_explained_and_no_other()
    {
        var page = File.ReadAllText(SourceTree.PathTo("docs", "reference", "diagnostics-declarative.md"));
        var ids = typeof(DeclarativeDiagnostics).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(Regex.Matches(page, "^## (.*)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value), ids);
    }

    [Fact]
    public void Every_id_is_in_a_test()
    {
        var tests = string.Concat(Directory.EnumerateFiles(SourceTree.PathTo("tests", "PluginCi.Declarative.Tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var ids = typeof(DeclarativeDiagnostics).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

        Assert.All(ids, id => Assert.Contains(id, tests, StringComparison.Ordinal));
    }

    private static string[] Blocks(string language) =>
        [.. Regex.Matches(Page, $"^```{language}\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
}
