using System.Collections.Immutable;
using System.Text.Json;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>A script in the Scripts folder with its expectation in a comment at its end.</summary>
internal sealed class ScriptFile
{
    private const string Mark = "\n/* expect:\n";

    private readonly string _path;
    private readonly string _text;

    private ScriptFile(string path)
    {
        _path = path;
        var whole = File.ReadAllText(path);
        var mark = whole.IndexOf(Mark, StringComparison.Ordinal);
        _text = mark < 0 ? whole : whole[..(mark + 1)];
        Expected = mark < 0 ? "" : whole[(mark + Mark.Length)..].TrimEnd()[..^2].TrimEnd();
    }

    public static string Folder { get; } = SourceTree.PathTo("tests", "PluginCi.Dsl.Tests", "Scripts");

    public string Expected { get; }

    public bool IsSite => Path.GetFileName(_path).StartsWith("site", StringComparison.Ordinal);

    public string Entry => IsSite ? "site.csx" : ".pipeline/pipeline.csx";

    public static ScriptFile Read(string name) => new(Path.Combine(Folder, name));

    public static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.csx").Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal);

    public EvaluationRequest Request() => new()
    {
        IsSite = IsSite,
        Entry = Entry,
        Pipelines = ["check", "gate"],
        Files = ImmutableSortedDictionary<string, string>.Empty
            .Add(Entry, _text)
            .Add(".pipeline/blubber.yaml", "version: v4\nbase: registry.example.org/debian:1\nvariants:\n  test: { apt: { packages: [jq] }, copies: [local], entrypoint: [make, test] }\n  production: { copies: [test] }\n")
            .Add(".pipeline/broken.yaml", "version: v4\nvariants:\n  test: { copies: [nowhere!] }\n")
            .Add(".pipeline/jobs/common.csx", "using static PluginCi.Dsl.Ci;\nvar common = Job(\"common\").Sh(\"make common\");\n")
            .Add("outside.csx", "var stolen = 1;\n"),
    };

    /// <summary>What a response says, in the form of expectations: the plan, then the diagnostics.</summary>
    public static string Describe(EvaluationResponse response)
    {
        var plan = (object?)response.Plan ?? response.Site;
        var lines = response.Diagnostics.Select(diagnostic => diagnostic.ToString());
        return string.Join('\n', plan is null ? lines : lines.Prepend(JsonSerializer.Serialize(plan, plan.GetType(), ModelJson.Indented)));
    }

    /// <summary>Compares with the expectation; with PCI_APPROVE=1 in the environment it is rewritten instead.</summary>
    public void Check(string found)
    {
        if (Environment.GetEnvironmentVariable("PCI_APPROVE") == "1")
        {
            File.WriteAllText(_path, $"{_text.TrimEnd()}\n{Mark}{found}\n*/\n");
            return;
        }

        Assert.Equal(Expected, found);
    }
}
