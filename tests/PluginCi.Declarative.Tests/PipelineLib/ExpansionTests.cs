using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>What variables, <c>$each</c> and <c>$merge</c> stand for.</summary>
public sealed class ExpansionTests
{
    private static readonly LibScope Scope = new(
        "unit",
        Bind(("stage", "unit"), ("imageID", "sha"), ("empty", ""), ("a-b_c", "dash")),
        ImmutableDictionary<string, ImmutableDictionary<string, Node>>.Empty
            .Add("setup", Bind(("project", "p/q"), ("params.FOO", "foo")))
            .Add("list", Bind(("output", "1 x\n\n2 y"))));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("${.imageID}", "sha")]
    [InlineData("a-${setup.project}-${.stage}z", "a-p/q-unitz")]
    [InlineData("${setup.params.FOO}", "foo")]
    [InlineData("${.a-b_c}", "dash")]
    [InlineData("${imageID}", "sha")]
    [InlineData("x-${ZUUL_BRANCH}", "x-${ZUUL_BRANCH}")]
    [InlineData("${ZUUL_BRANCH|none}", "none")]
    [InlineData("${.empty}", "")]
    [InlineData("${.empty|full}", "full")]
    [InlineData("${.missing|}", "")]
    [InlineData("${setup.missing|x y ${}", "x y ${")]
    [InlineData("$HOME $(x) {y}", "$HOME $(x) {y}")]
    public void Variables_are_replaced(string text, string expanded) => Assert.Equal(expanded, Expansion.Expand(text, Scope));

    [Theory]
    [InlineData("a ${.b", "'${.b' has no closing brace")]
    [InlineData("${}", "'${}' has no name")]
    [InlineData("${|x}", "'${|x}' has no name")]
    [InlineData("${.a b}", "'${.a b}' has ' ' behind its name; expected are letters, digits, '.', '_' and '-', then '}' or '|'")]
    [InlineData("${other.imageID}", "cannot access 'other.*' values since 'unit' does not follow it in the graph")]
    [InlineData("${other.imageID|x}", "cannot access 'other.*' values since 'unit' does not follow it in the graph")]
    [InlineData("${unit.imageID}", "cannot access 'unit.*' values since 'unit' does not follow it in the graph")]
    [InlineData("${.missing}", "no value bound for 'unit.missing'; all available variables are: list.output, setup.params.FOO, setup.project, unit.a-b_c, unit.empty, unit.imageID, unit.stage")]
    [InlineData("${list.missing}", "no value bound for 'list.missing'; all available variables are: ")]
    public void What_has_no_value_is_refused(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<VariableException>(() => Expansion.Expand(text, Scope)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{ $each: n, $in: '${list.output}', $yield: '<${.n}>' }", "[<1 x>, <2 y>]")]
    [InlineData("{ $each: [n, m], $in: '${list.output}', $yield: { '${.m}': '${.n}' } }", "[{x: 1}, {y: 2}]")]
    [InlineData("{ $each: n, $in: 'a|b, c', $delimiter: '|, ', $yield: '${.n}${unit.imageID}' }", "[asha, bsha, csha]")]
    [InlineData("{ $each: n, $in: 'a b' }", "[a b]")]
    [InlineData("{ $each: n }", "[]")]
    [InlineData("{ $each: n, $in: { $each: m, $in: \"a\\nb\", $yield: 'x${.m}' }, $yield: '${.n}!' }", "[xa!, xb!]")]
    [InlineData("{ $merge: { a: 1, b: '${.stage}' }, $with: { b: 2, c: 3 } }", "{a: 1, b: 2, c: 3}")]
    [InlineData("{ $merge: { $each: n, $in: x }, $with: [., 5] }", "[x, ., 5]")]
    [InlineData("{ $merge: a, $with: '${.stage}' }", "aunit")]
    [InlineData("{ '${.stage}': [true, 5, ~, '${.stage}'] }", "{unit: [true, 5, ~, unit]}")]
    public void Lists_and_maps_are_computed(string value, string expanded) => Assert.Equal(expanded, NodeText.Draw(Expansion.Expand(Read(value), Scope)));

    [Theory]
    [InlineData("{ $each: [n, m, o], $in: 'a b' }", "insufficient number of values given (a, b) to bind to variables (n, m, o)")]
    [InlineData("{ $each: n, $in: a, $yield: '${.stage}' }", "no value bound for 'unit.stage'")]
    [InlineData("{ $merge: [a], $with: { b: c } }", "$merge cannot join a list with a map")]
    public void What_cannot_be_computed_is_refused(string value, string message) =>
        Assert.StartsWith(message, Assert.Throws<VariableException>(() => Expansion.Expand(Read(value), Scope)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_value_is_never_replaced()
    {
        var scope = Scope.Bind("new", Text("x"));

        Assert.Equal("x", Expansion.Expand("${.new}", scope));
        Assert.Equal("'unit' has a value 'new' already", Assert.Throws<VariableException>(() => scope.Bind("new", Text("y"))).Message);
    }

    [Theory]
    [InlineData("{ name: aa, publish: { image: { id: '${bb.imageID}' } } }", "cannot access 'bb.*' values since 'aa' does not follow it in the graph")]
    [InlineData("{ name: aa, run: true }", "no value bound for 'aa.imageID'; all available variables are: aa.stage, setup.branch, ")]
    [InlineData("{ name: aa, build: x, exports: { imageID: y } }", "'aa' has a value 'imageID' already")]
    [InlineData("{ name: aa, build: '${x' }", "'${x' has no closing brace")]
    [InlineData("{ name: aa, build: x, blubberfile: { base: '${bb.imageLocalName}' } }", "cannot access 'bb.*'")]
    [InlineData("{ name: aa, exports: { x: '${setup.projekt}' } }", "no value bound for 'setup.projekt'")]
    [InlineData("{ name: aa, run: { image: x, arguments: { $each: n, $in: x, $yield: '${.m}' } } }", "no value bound for 'aa.m'")]
    public void A_stage_that_cannot_run_for_a_variable_is_warned_of(string stage, string message)
    {
        var file = PipelineLibFile.Read("c.yaml", $"pipelines: {{ one: {{ stages: [{stage}, {{ name: bb, build: x }}] }} }}");

        Assert.True(file.IsGood);
        var warning = Assert.Single(file.Diagnostics);
        Assert.Equal("PCI5204", warning.Id);
        Assert.StartsWith(message, warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_earlier_step_or_stage_leaves_behind_is_known()
    {
        Assert.Empty(PipelineLibFile.Read("c.yaml", """
            pipelines:
              one:
                stages:
                  - { name: aa, build: x, run: { tail: 1 }, copy: [y], publish: { image: true }, exports: { one: '${.output}${.artifactURLs}${.publishedImage}', two: '${.one}' } }
                  - { name: bb, run: { image: '${aa.imageID}', env: { A: '${ZUUL_BRANCH}', B: '${setup.params.X}${setup.GIT_COMMIT}${setup.tag|none}${aa.none|}' } }, notify: { email: { body: '${.container}' } } }
                  - { name: cc, deploy: { chart: {}, image: '${aa.imageName}', tag: '${aa.two}' }, exports: { release: '${.releaseName}' } }
                  - { name: dd, run: { image: '${aa.imageID}', arguments: { $each: [n, m], $in: '${aa.two}', $yield: '${.n}${.m}${dd.stage}' } } }
            """).Diagnostics);
    }

    private static ImmutableDictionary<string, Node> Bind(params (string Key, string Value)[] values) => values.ToImmutableDictionary(value => value.Key, value => (Node)Text(value.Value));

    private static ScalarNode Text(string value) => new(default, value, ScalarKind.Text);

    private static Node Read(string value)
    {
        var findings = new Findings("f");
        var node = YamlReader.Read($"value: {value}", findings)!["value"]!;
        Assert.Empty(findings.InOrder());
        return node;
    }
}
