using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Model;

namespace PluginCi.Declarative;

/// <summary>
/// What a site asks of all Blubber files: <c>enforcements</c>, each with the path of a value, for example <c>variants.production.base</c>, and a rule such as <c>omitempty,startswith=registry.example.org/</c>.
/// A value is looked at with all that its variant includes; a path that leads to nothing is passed over.
/// </summary>
/// <remarks>Source: Blubber's policy files.</remarks>
public sealed class BlubberPolicy
{
    private static readonly FieldsShape Shape = new(new Dictionary<string, Shape>
    {
        ["enforcements"] = new ListShape(new FieldsShape(new Dictionary<string, Shape>
        {
            ["path"] = ScalarShape.TextThat(CheckPath),
            ["rule"] = ScalarShape.TextThat(PolicyRule.Check),
        })
        {
            Required = ["path", "rule"],
        }),
    })
    {
        Required = ["enforcements"],
    };

    private readonly string _path;
    private readonly ImmutableArray<(string Path, string Rule)> _enforcements;

    private BlubberPolicy(string path, MapNode root, ImmutableArray<Diagnostic> diagnostics)
    {
        _path = path;
        _enforcements = [.. root.List("enforcements").OrEmpty().OfType<MapNode>().Select(item => (item.Text("path") ?? "", item.Text("rule") ?? ""))];
        Diagnostics = diagnostics;
    }

    /// <summary>What is wrong with the policy itself; it holds nothing up where there is an error.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Reads a policy.</summary>
    /// <param name="path">The file, as messages name it.</param>
    /// <param name="text">Its text.</param>
    public static BlubberPolicy Read(string path, string text)
    {
        var findings = new Findings(path);
        var root = YamlReader.Read(text, findings);
        if (root is not null)
        {
            Shape.Check(root, "", findings);
        }

        return new BlubberPolicy(path, root ?? new MapNode(default, []), findings.InOrder());
    }

    /// <summary>What a file does that the policy does not allow.</summary>
    /// <param name="path">The Blubber file, as messages name it.</param>
    /// <param name="file">The file; it has no errors.</param>
    /// <returns>One error for each enforcement that does not hold.</returns>
    public ImmutableArray<Diagnostic> Check(string path, BlubberFile file) =>
    [
        .. _enforcements.Select(one => (one.Path, one.Rule, Value: Find(one.Path, file)))
            .Where(one => one.Value is { } value && !PolicyRule.Holds(one.Rule, value))
            .Select(one => new Diagnostic(
                path, 0, 0, DiagnosticSeverity.Error, DeclarativeDiagnostics.Policy, $"'{one.Path}' is '{one.Value}', and {_path} asks for {one.Rule}")),
    ];

    private static string? CheckPath(string path) => path.Split('.') is ["variants", _, .. { Length: > 0 } rest] && Known(string.Join('.', rest)) ? null
        : $"expected variants.NAME.KEY, where KEY is one of {string.Join(", ", Values.Keys)}, runs.environment.NAME";

    private static bool Known(string key) => Values.ContainsKey(key) || key.StartsWith("runs.environment.", StringComparison.Ordinal);

    private static string? Find(string path, BlubberFile file)
    {
        var parts = path.Split('.', 3);
        return !file.Variants.ContainsKey(parts[1]) ? null
            : Values.TryGetValue(parts[2], out var value) ? value(file.Expand(parts[1], out _))
            : file.Expand(parts[1], out _).Environment.GetValueOrDefault(parts[2]["runs.environment.".Length..]);
    }

    private static readonly Dictionary<string, Func<Variant, string>> Values = new()
    {
        ["base"] = variant => variant.Base,
        ["lives.as"] = variant => variant.Lives.As,
        ["lives.uid"] = variant => variant.Lives.Uid.ToString(CultureInfo.InvariantCulture),
        ["lives.gid"] = variant => variant.Lives.Gid.ToString(CultureInfo.InvariantCulture),
        ["lives.in"] = variant => variant.Lives.In,
        ["runs.as"] = variant => variant.Runs.As,
        ["runs.uid"] = variant => variant.Runs.Uid.ToString(CultureInfo.InvariantCulture),
        ["runs.gid"] = variant => variant.Runs.Gid.ToString(CultureInfo.InvariantCulture),
        ["runs.in"] = variant => variant.Runs.In,
        ["runs.insecurely"] = variant => variant.Insecurely is true ? "true" : "false",
        ["node.env"] = variant => variant.Node.Env,
        ["python.version"] = variant => variant.Python.Version,
    };
}
