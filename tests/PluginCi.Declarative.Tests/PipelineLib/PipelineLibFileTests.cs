using PluginCi.Model;

namespace PluginCi.Declarative;

/// <summary>What is told of files of PipelineLib.</summary>
public sealed class PipelineLibFileTests
{
    [Theory]
    [InlineData("pipeline: { test: {} }", "PCI5007", "(1,1)", "the key 'pipelines' is missing of the file; 'pipeline' is not a key")]
    [InlineData("other: {}", "PCI5007", "(1,1)", "the key 'pipelines' is missing of the file")]
    [InlineData("pipelines: []", "PCI5005", "(1,12)", "'pipelines' must be a map, found a list")]
    [InlineData("pipelines: { one: {} }", "PCI5007", "(1,19)", "the key 'stages' is missing of 'pipelines.one'")]
    [InlineData("pipelines: { one: { stages: [test] } }", "PCI5005", "(1,30)", "'pipelines.one.stages[0]' must be a map, found the text 'test'")]
    [InlineData("pipelines: { one: { stages: [{ run: true }] } }", "PCI5007", "(1,30)", "the key 'name' is missing")]
    [InlineData("pipelines: { one: { stages: [], execution: [test] } }", "PCI5005|PCI5203", "", "'pipelines.one.execution[0]' must be a list, found the text 'test'")]
    [InlineData("pipelines: { one: { stages: [], fetch: { deep: true } } }", "PCI5006", "(1,42)", "'deep' is not a key of 'pipelines.one.fetch'; known are shallow, depth, submodules, tags")]
    [InlineData("S: promote: true", "PCI5005", "", "'pipelines.one.stages[0].promote' must be a map with $merge, or a map with $each, or a list, found true")]
    [InlineData("S: promote: [{ version: x }]", "PCI5006", "", "'version' is not a key of 'pipelines.one.stages[0].promote[0]'")]
    [InlineData("S: deploy: { chart: 'https://x/y.tgz' }", "PCI5005", "", "'pipelines.one.stages[0].deploy.chart' must be a map")]
    [InlineData("S: deploy: { cluster: ci }", "PCI5007", "", "the key 'chart' is missing of 'pipelines.one.stages[0].deploy'")]
    [InlineData("S: deploy: { chart: {}, cluster: prod }", "PCI5008", "", "is 'prod', expected ci")]
    [InlineData("S: deploy: { chart: {}, overrides: { $merge: {}, $with: {} } }", "PCI5005", "", "may not be a $merge")]
    [InlineData("S: publish: { type: image }", "PCI5006", "", "'type' is not a key of 'pipelines.one.stages[0].publish'; known are image")]
    [InlineData("S: publish: true", "PCI5005", "", "must be a map")]
    [InlineData("S: run: 'yes'", "PCI5005", "", "'pipelines.one.stages[0].run' must be true or false, or a map, found the text 'yes'")]
    [InlineData("S: run: { arguments: [1] }", "PCI5005", "", "'pipelines.one.stages[0].run.arguments[0]' must be a text")]
    [InlineData("S: run: { env: [] }", "PCI5005", "", "must be a map with $merge, or a map, found a list")]
    [InlineData("S: run: { tail: '1' }", "PCI5005", "", "must be a whole number")]
    [InlineData("S: copy: [{ destination: x }]", "PCI5007", "", "the key 'source' is missing")]
    [InlineData("S: build: { variants: x }", "PCI5006", "", "known are variant, context, excludes, imagePullPolicy")]
    [InlineData("S: build: { variant: { $merge: {} } }", "PCI5007", "", "the key '$with' is missing")]
    [InlineData("S: build: { excludes: { $each: x, $of: y } }", "PCI5006", "", "'$of' is not a key of 'pipelines.one.stages[0].build.excludes'; known are $each, $in, $delimiter, $yield")]
    [InlineData("S: trigger: {}", "PCI5007", "", "the key 'name' is missing of 'pipelines.one.stages[0].trigger'")]
    [InlineData("S: notify: { mail: {} }", "PCI5006", "", "known are email")]
    [InlineData("S: tests: x", "PCI5006", "", "'tests' is not a key of 'pipelines.one.stages[0]'; known are name, blubberfile, build, ")]
    [InlineData("pipelines: { one: { stages: [{ name: setup }] } }", "PCI5201", "(1,30)", "setup is a reserved stage name")]
    [InlineData("pipelines: { one: { stages: [{ name: aa }, { name: bb }], execution: [[aa, bb, aa]] } }", "PCI5201|PCI5203", "", "")]
    [InlineData("pipelines: { one: { stages: [{ name: aa }, { name: bb }], execution: [[aa, bb], [bb, aa]] } }", "PCI5203", "(1,14)", "the stages of the pipeline 'one' wait for each other in a circle")]
    public void An_error_is_told_with_its_place(string text, string ids, string place, string words)
    {
        var found = Errors(text.StartsWith("S: ", StringComparison.Ordinal) ? $"pipelines:\n  one:\n    stages:\n      - name: first\n        {text[3..]}\n" : text);

        Assert.Equal(ids.Split('|'), found.Select(diagnostic => diagnostic.Id).Order());
        Assert.Contains(found, diagnostic => diagnostic.Text.Contains(words, StringComparison.Ordinal));
        Assert.StartsWith($"c.yaml{place}", found[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_there_twice_is_a_circle_too_where_no_order_is_given()
    {
        Assert.Equal(
            ["(1,14) PCI5203", "(1,44) PCI5201"],
            Errors("pipelines: { one: { stages: [{ name: aa }, { name: aa, build: x }] } }").Select(found => $"({found.Line},{found.Column}) {found.Id}"));
    }

    [Fact]
    public void Words_where_lists_should_be_are_told_and_drawn_as_PipelineLib_sees_them()
    {
        var file = PipelineLibFile.Read("c.yaml", "pipelines: { one: { execution: [test, prep] }, two: { execution: [abc], stages: [] } }");

        Assert.False(file.IsGood);
        Assert.Equal(["one CYCLE", "two a > b > c"], file.Outlines.Select(pipeline => $"{pipeline.Name} {pipeline.Line}"));
    }

    [Fact]
    public void More_is_taken_at_the_top_and_in_a_pipeline()
    {
        Assert.Empty(PipelineLibFile.Read("c.yaml", "more: 1\npipelines: { one: { more: 1, notify: { email: { to: x } }, stages: [] } }").Diagnostics);
    }

    [Fact]
    public void Stages_that_nothing_is_done_for_are_warned_of()
    {
        var file = PipelineLibFile.Read("c.yaml", "pipelines: { one: { stages: [{ name: aa }, { name: bb }], execution: [[aa, cc]] } }");

        Assert.True(file.IsGood);
        Assert.Equal(
            [
                "c.yaml(1,44): warning PCI5202: the stage 'bb' is not in 'execution', so it never runs",
                "c.yaml(1,76): warning PCI5202: there is no stage 'cc', so nothing is done for it; known are aa, bb",
            ],
            file.Diagnostics.Select(found => found.ToString()));
        Assert.Equal("aa > cc", Assert.Single(file.Outlines).Line);
    }

    [Fact]
    public void A_pipeline_names_so_many_stages_and_no_more()
    {
        var many = string.Join(", ", Enumerable.Range(0, 1_001).Select(number => $"[s{number}]"));

        Assert.Equal("PCI5004", Assert.Single(Errors($"pipelines: {{ one: {{ stages: [], execution: [{many}] }} }}")).Id);
    }

    [Theory]
    [InlineData("gate-and-submit", "")]
    [InlineData("gate-and-submit-wmf", "")]
    [InlineData("postmerge", "")]
    [InlineData("post", "")]
    [InlineData("publish", "")]
    [InlineData("test", "publish blubberfile")]
    [InlineData("pre-gate-and-submit", "publish blubberfile")]
    [InlineData("publish-all", "publish blubberfile")]
    public void What_is_not_approved_may_not_publish(string gatePipeline, string refused)
    {
        var file = PipelineLibFile.Read("c.yaml", """
            pipelines:
              one:
                stages:
                  - { name: aa, build: x, run: true, copy: [y], exports: { z: z }, notify: {} }
                  - { name: bb, build: x, publish: { image: true }, blubberfile: x.yaml }
              two:
                stages: [{ name: cc, build: x }]
            """);

        Assert.True(file.IsGood);
        Assert.Equal(
            refused.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(action => $"stage `bb` contains an action (`{action}`) that is not allowed by this pipeline"),
            file.RefusedIn(gatePipeline).Select(found => found.Text.Split(';')[0]));
        Assert.All(file.RefusedIn(gatePipeline), found => Assert.Equal(("PCI5205", 5), (found.Id, found.Line)));
        Assert.Empty(file.RefusedIn(gatePipeline, "two"));
    }

    private static Diagnostic[] Errors(string text) => [.. PipelineLibFile.Read("c.yaml", text).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)];
}
