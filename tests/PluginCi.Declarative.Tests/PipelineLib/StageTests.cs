namespace PluginCi.Declarative;

/// <summary>Stages in their long form: defaults, and the order of steps.</summary>
public sealed class StageTests
{
    [Theory]
    [InlineData("{ name: aa }", "build{variant: ${.stage}, context: ., excludes: [], imagePullPolicy: always} run{image: ${.imageID}, arguments: [], env: {}, credentials: [], tail: 0}")]
    [InlineData("{ name: aa, build: x }", "build{variant: x, context: ., excludes: [], imagePullPolicy: always}")]
    [InlineData("{ name: aa, build: { context: src, imagePullPolicy: never } }", "build{context: src, imagePullPolicy: never, variant: ${.stage}, excludes: []}")]
    [InlineData("{ name: aa, run: false }", "")]
    [InlineData("{ name: aa, run: { arguments: [x], tail: 3 } }", "run{arguments: [x], tail: 3, image: ${.imageID}, env: {}, credentials: []}")]
    [InlineData("{ name: aa, copy: [/ui/x, ui/y, ../../z, { source: a, from: b, destination: c, archive: true }] }",
        "copy[{source: /ui/x, from: ${.container}, destination: ui/x, archive: false}, {source: ui/y, from: ${.container}, destination: ui/y, archive: false}, "
        + "{source: ../../z, from: ${.container}, destination: z, archive: false}, {source: a, from: b, destination: c, archive: true}]")]
    [InlineData("{ name: aa, publish: { image: true } }", "publish{image: {id: ${.imageID}, name: ${setup.project}, tag: ${setup.timestamp}-${.stage}, tags: [${setup.tag}]}}")]
    [InlineData("{ name: aa, publish: { image: { name: x, tags: [] } } }", "publish{image: {name: x, tags: [], id: ${.imageID}, tag: ${setup.timestamp}-${.stage}}}")]
    [InlineData("{ name: aa, publish: { image: false } }", "")]
    [InlineData("{ name: aa, promote: [{}] }", "promote[{chart: ${setup.projectShortName}, environments: [], version: ${.imageTag}}]")]
    [InlineData("{ name: aa, deploy: { chart: { version: '1' } } }",
        "deploy{chart: {version: 1, name: ${setup.projectShortName}}, image: ${.imageName}, cluster: ci, tag: ${.imageTag}, test: true, timeout: 120, overrides: {}}")]
    [InlineData("{ name: aa, trigger: { name: x } }", "trigger{name: x, parameters: {}, propagate: true, wait: false}")]
    [InlineData("{ trigger: { name: x, parameters: {}, propagate: true, wait: true }, exports: { y: z }, name: aa, promote: { $each: a }, copy: { $merge: {}, $with: {} } }",
        "copy{$merge: {}, $with: {}} promote{$each: a} exports{y: z} trigger{name: x, parameters: {}, propagate: true, wait: true}")]
    public void A_stage_has_its_steps_in_order_with_all_defaults(string stage, string steps)
    {
        var found = Assert.Single(Read($"pipelines: {{ one: {{ stages: [{stage}] }} }}").Stages);

        Assert.Equal(steps, string.Join(' ', found.Steps.Select(step => step.Action + NodeText.Draw(step.Config))));
    }

    [Fact]
    public void A_pipeline_has_defaults()
    {
        var pipeline = Read("pipelines: { one: { stages: [] } }");

        Assert.Equal(("one/blubber.yaml", ".", new LibFetch(true, 20, true, false)), (NodeText.Draw(pipeline.Blubberfile), pipeline.Directory, pipeline.Fetch));
    }

    [Fact]
    public void Who_hears_of_a_failure_is_said_by_the_stage_on_top_of_the_pipeline()
    {
        var pipeline = Read("pipelines: { one: { notify: { email: { to: a, subject: b } }, stages: [{ name: aa, notify: { email: { to: c } } }, { name: bb }] } }");

        Assert.Equal(["{email: {to: c, subject: b}}", "{email: {to: a, subject: b}}"], pipeline.Stages.Select(stage => NodeText.Draw(stage.Notify!)));
    }

    private static LibPipeline Read(string text) => Assert.Single(PipelineLibFile.Read("c.yaml", text).Pipelines);
}
