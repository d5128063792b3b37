using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Declarative;

/// <summary>Whatever is done to a file, it ends in a verdict, never in an exception, and each error has a place and an id.</summary>
public sealed class DamagedFileTests
{
    private const string Blubber = """
        version: v4
        base: x/y
        apt: { packages: { default: [git], sid: [make] }, proxies: ['http://p'] }
        runs: &runs { environment: { AB: c }, insecurely: true }
        variants:
          one: { includes: [two], copies: [local], builders: [{ python: { version: python3, requirements: [r] } }, { custom: { command: [a], caches: [/c] } }] }
          two: { runs: { <<: *runs, uid: 5 }, copies: [{ from: one, source: a, destination: b }], entrypoint: [x] }
        """;

    private const string PipelineLib = """
        pipelines:
          test:
            blubberfile: { base: '${setup.x}' }
            fetch: { depth: 3 }
            stages:
              - name: aa
              - { name: bb, build: { variant: x, excludes: { $each: [a, b], $in: '${aa.output}', $yield: '${.a}' } }, run: { env: { A: b }, tail: 1 } }
              - { name: cc, copy: [a, { source: b }], publish: { image: true }, deploy: { chart: {} }, promote: [{}], exports: { a: '${.stage}' }, notify: { email: { to: a } } }
            execution: [[aa, bb], [aa, cc]]
        """;

    private static readonly string[] Strange = ["", "~", "[]", "{}", "5", "true", "''", "{ $each: }", "{ $merge: [], $with: }", "'${'", "*runs", "!!x", "\0", "\t", "&a", ": :", "\"\\ud800\"", "- -"];

    [Theory]
    [InlineData(Blubber)]
    [InlineData(PipelineLib)]
    public void A_value_may_be_anything(string text)
    {
        foreach (var value in Regex.Matches(text, @"[\w$./'{}-]+").AsEnumerable())
        {
            foreach (var other in Strange)
            {
                Judge(text[..value.Index] + other + text[(value.Index + value.Length)..]);
            }
        }
    }

    [Theory]
    [InlineData(Blubber)]
    [InlineData(PipelineLib)]
    public void A_file_may_end_anywhere_and_lack_any_line(string text)
    {
        for (var end = 0; end < text.Length; end++)
        {
            Judge(text[..end]);
        }

        var lines = text.Split('\n');
        foreach (var (index, _) in lines.Index())
        {
            Judge(string.Join('\n', lines.Where((_, other) => other != index)));
            Judge(string.Join('\n', lines.Select((line, other) => other == index ? " " + line : line)));
        }
    }

    [Fact]
    public void A_long_way_of_includes_and_copies_is_walked()
    {
        var variants = string.Concat(Enumerable.Range(0, 500).Select(number => $"  v{number}x: {{ {(number < 499 ? $"includes: [v{number + 1}x], copies: [v{number + 1}x]" : "")} }}\n"));
        var file = BlubberFile.Read("b.yaml", $"version: v4\nbase: x/y\nvariants:\n{variants}");

        Assert.Empty(file.Diagnostics);
        Assert.Contains("FROM x/y AS v499x\n", file.ToDockerfile("v0x"), StringComparison.Ordinal);
    }

    private static void Judge(string text)
    {
        var file = DeclarativeFile.Check("f.yaml", text);
        Assert.All(file.Diagnostics, found => Assert.Matches(@"^f\.yaml\(\d+,\d+\): (error|warning) PCI5\d\d\d: .", found.ToString()));
        if (file.Kind == DeclarativeKind.Blubber && BlubberFile.Read("f.yaml", text) is { Obstacles: [] } blubber)
        {
            Assert.All(blubber.VariantNames, variant => Assert.StartsWith("FROM ", blubber.ToDockerfile(variant), StringComparison.Ordinal));
        }

        if (file.Kind == DeclarativeKind.PipelineLib)
        {
            Assert.All(PipelineLibFile.Read("f.yaml", text).Outlines, pipeline => Assert.DoesNotContain('\n', pipeline.Line));
        }

        Assert.True(file.Kind != DeclarativeKind.Other || file.Diagnostics.Any(found => found.Severity == DiagnosticSeverity.Error), text);
    }
}
