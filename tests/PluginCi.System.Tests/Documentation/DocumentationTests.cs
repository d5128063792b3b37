using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace PluginCi.Systems;

/// <summary>What the pages tell people to write and to run is true. <see cref="TutorialTests"/> follows the tutorial.</summary>
public sealed class DocumentationTests
{
    private const string Tutorial = "docs/tutorial/getting-started.md";

    /// <summary>Commands of the wrapper that other tests run: the demo, and the run that this test is part of.</summary>
    private static readonly string[] RunElsewhere = ["./pluginci demo", "./pluginci test"];

    [Fact]
    public void Every_block_is_of_a_kind_that_is_checked_or_only_shows_output()
    {
        // Examples of single verbs, cs, are compiled by the tests of the language.
        string[] kinds = ["csharp", "cs", "sh", "yaml", "json", "console", "text", "dockerfile", "frames"];
        Assert.All(MarkdownPage.ReadAll(), page => Assert.All(page.Blocks, block => Assert.True(kinds.Contains(block.Language), $"{page.Name}: ```{block.Language}\n{block.Text}")));

        // "cs" is of examples, which ReferenceTests compile. The tests of the declarative forms, of the settings and of the scenarios read the YAML; the JSON is read below.
        Assert.Equal(["docs/reference/declarative.md", "docs/reference/pluginci.yaml.md", "docs/reference/scenarios.md"], PagesWith("yaml"));
        Assert.Equal(["docs/reference/commands.md"], PagesWith("json"));
    }

    [Fact]
    public void Every_link_to_a_file_leads_to_one() => Assert.All(MarkdownPage.ReadAll(), page => Assert.All(page.Links, link =>
    {
        var target = SourceTree.PathTo(Path.GetDirectoryName(page.Name)!, link);
        Assert.True(File.Exists(target) || Directory.Exists(target), $"{page.Name} links to {link}, which is not there.");
    }));

    [Fact]
    public async Task Every_script_is_valid()
    {
        var scripts = MarkdownPage.ReadAll().SelectMany(page => page.Blocks.Where(block => block.Language == "csharp").Select(block => (page.Name, block.Text))).ToArray();
        Assert.NotEmpty(scripts);
        foreach (var (page, text) in scripts)
        {
            using var scratch = new ScratchFolder();
            scratch.Write(text.Contains("return Site(", StringComparison.Ordinal) ? "site.csx" : ".pipeline/pipeline.csx", text);
            scratch.Write(".pipeline/blubber.yaml", "version: v4\nbase: registry.example.org/debian:1\nvariants: { build: { copies: [local] }, production: { copies: [build] } }\n");
            var planned = await Product.RunAsync("plan", scratch.Path);
            Assert.True(planned.ExitCode == 0, $"{page}:\n{text}\n{planned.StandardError}");
        }
    }

    [Fact]
    public async Task Every_command_outside_the_tutorial_works()
    {
        using var scratch = new ScratchFolder();
        var commands = MarkdownPage.ReadAll().Where(page => page.Name != Tutorial)
            .SelectMany(page => page.Blocks.Where(block => block.Language == "sh").SelectMany(block => block.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)))
            .Except(RunElsewhere).ToArray();
        Assert.NotEmpty(commands);
        foreach (var command in commands)
        {
            var ended = await Cli.Wrap("sh").WithArguments(["-c", command.Replace("/srv/git", scratch.Path, StringComparison.Ordinal).Replace("/tmp/acme-recipes", scratch.PathTo("acme-recipes"), StringComparison.Ordinal)])
                .WithWorkingDirectory(SourceTree.Root).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
            Assert.True(ended.ExitCode == 0, $"{command}\n{ended.StandardError}");
        }
    }

    [Fact]
    public void The_document_of_the_demo_has_the_properties_that_the_page_shows()
    {
        var shown = JsonSerializer.Deserialize<JsonElement>(MarkdownPage.Read("docs/reference/commands.md").Blocks.Single(block => block.Language == "json").Text);
        Assert.Equal(["changes", "wallSeconds", "buildSeconds", "ok"], shown.EnumerateObject().Select(property => property.Name));
        Assert.Equal(DemoDocument.PropertiesOfChanges, shown.GetProperty("changes")[0].EnumerateObject().Select(property => property.Name));
    }

    private static string[] PagesWith(string language) => [.. MarkdownPage.ReadAll().Where(page => page.Blocks.Any(block => block.Language == language)).Select(page => page.Name)];
}
