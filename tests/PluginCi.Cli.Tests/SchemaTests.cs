using System.Text.Json;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using PluginCi.Declarative;
using PluginCi.Model;
using PluginCi.Pipelines;

namespace PluginCi.Cli;

/// <summary>The published schemas, by a program that others wrote, against what the files' own check says.</summary>
public sealed class SchemaTests
{
    // What a schema can see: a value of the wrong kind, a key that is not known, one that is missing.
    private static readonly string[] SeenBySchema = ["PCI5005", "PCI5006", "PCI5007"];

    public static TheoryData<string> Good =>
    [
        .. ProjectTypes.All.Select(type => $"type: {type.Name}\n"),
        .. ProjectTypes.All.SelectMany(type => type.Versions.Select(version => $"type: {type.Name}\nversions: {version.Version}\n")),
        .. ProjectTypes.All.Where(type => !type.Versions.IsEmpty).Select(type => $"type: {type.Name}\nversions: [{string.Join(", ", type.Versions.Select(version => $"\"{version.Version}\""))}]\n"),
        .. Regex.Matches(File.ReadAllText(SourceTree.PathTo("docs", "reference", "declarative.md")), "```yaml\n(type: .*?)```", RegexOptions.Singleline).Select(block => block.Groups[1].Value),
        "type: python\npackages: jq\ncommands: { unit: make, lint: [make a, make b], package: }\n",
    ];

    [Theory]
    [MemberData(nameof(Good))]
    public async Task The_schema_takes_what_is_right(string text)
    {
        Assert.Empty(DeclarativeFile.Check("config.yaml", text).Diagnostics);
        Assert.Equal(["ok"], await ValidateAsync("own", text));
    }

    [Theory]
    [InlineData("versions: 3.11\n")]
    [InlineData("type: pyton\n")]
    [InlineData("type: [python]\n")]
    [InlineData("type: python\nversions: 2.7\n")]
    [InlineData("type: python\nversions: [3.11, 2.7]\n")]
    [InlineData("type: make\nversions: 4\n")]
    [InlineData("type: python\nextra: 1\n")]
    [InlineData("type: python\npackages: { a: b }\n")]
    [InlineData("type: python\ncommands: make\n")]
    [InlineData("type: python\ncommands: { unit: '' }\n")]
    [InlineData("type: python\ncommands: { unit: 5 }\n")]
    public async Task The_schema_refuses_what_is_wrong(string text) => Assert.NotEqual(["ok"], await ValidateAsync("own", text));

    [SamplesFact]
    public async Task The_schemas_of_others_say_of_their_files_what_the_check_says()
    {
        var rows = File.ReadLines(Path.Combine(SamplesFact.Folder, "SCHEMA_RESULTS.tsv")).Skip(1).Select(line => line.Split('\t')).Where(row => row[1] is "pipelinelib" or "blubber").ToArray();
        Assert.NotEmpty(rows);
        foreach (var kind in rows.GroupBy(row => row[1]))
        {
            var files = kind.Select(row => Path.Combine(SamplesFact.Folder, row[0])).ToArray();
            var said = await ValidateAsync(kind.Key, [.. files.Select(File.ReadAllText)]);
            var expected = files.Select(file => IsOfItsShape(file) ? $"{file}: ok" : $"{file}: refused");
            Assert.Equal(expected, files.Zip(said).Select(one => $"{one.First}: {(one.Second == "ok" ? "ok" : "refused")}"));
        }
    }

    private static bool IsOfItsShape(string file) => !DeclarativeFile.Check(file, File.ReadAllText(file)).Diagnostics.Any(found => found.Severity == DiagnosticSeverity.Error && SeenBySchema.Contains(found.Id));

    private static async Task<string[]> ValidateAsync(string kind, params string[] texts)
    {
        const string program = """
            import json, sys, yaml, jsonschema
            asked = json.load(sys.stdin)
            jsonschema.Draft7Validator.check_schema(asked["schema"])
            checker = jsonschema.Draft7Validator(asked["schema"])
            for text in asked["texts"]:
                wrong = [error.message for error in checker.iter_errors(yaml.safe_load(text))]
                print(json.dumps(wrong[0]) if wrong else "ok")
            """;
        var asked = JsonSerializer.Serialize(new { schema = JsonDocument.Parse(SchemaCommand.Text(kind)).RootElement, texts });
        var ended = await CliWrap.Cli.Wrap("/usr/bin/python3").WithArguments(["-c", program]).WithStandardInputPipe(PipeSource.FromString(asked)).ExecuteBufferedAsync();
        return ended.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
