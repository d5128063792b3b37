using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Declarative;

/// <summary>A Blubber file, version 4: container images in variants. See docs/reference/declarative.md.</summary>
/// <remarks>Source: Blubber 1.8 for what a file may say, Blubber 0.23, the last that wrote Dockerfiles, for what comes out.</remarks>
public sealed class BlubberFile
{
    /// <summary>How many variants a file may have: twenty times as many as the largest that is known.</summary>
    public const int MostVariants = 500;

    private const string Version = "v4";

    private readonly Dictionary<string, Variant> _expanded = [];
    private readonly string _path;

    private BlubberFile(string path, MapNode root)
    {
        _path = path;
        Common = BlubberReader.ReadCommon(root);
        Variants = (root.Map("variants")?.Entries ?? [])
            .Where(entry => entry.Value is MapNode)
            .ToDictionary(entry => entry.Key, entry => BlubberReader.ReadVariant(entry.Key, (MapNode)entry.Value));
    }

    /// <summary>What is wrong with it, in the order of the file. Empty, or warnings only, for a good one.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; private set; } = [];

    /// <summary>The names of its variants, in the order of the file.</summary>
    public ImmutableArray<string> VariantNames => [.. Variants.Keys];

    /// <summary>What stands in the way of an image: as errors all that is wrong, also what <see cref="Diagnostics"/> only warn of, as Blubber builds none of it.</summary>
    public ImmutableArray<Diagnostic> Obstacles => [.. Diagnostics.Select(diagnostic => diagnostic with { Severity = DiagnosticSeverity.Error })];

    /// <summary>False where a diagnostic is an error.</summary>
    public bool IsGood => Diagnostics.All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);

    internal Variant Common { get; }

    /// <summary>The variants as the file has them, in its order.</summary>
    internal Dictionary<string, Variant> Variants { get; }

    /// <summary>What is told of a variant that the file does not have.</summary>
    /// <param name="variant">The name that was asked for.</param>
    public Diagnostic Unknown(string variant) => new(_path, 0, 0, DiagnosticSeverity.Error, DeclarativeDiagnostics.UnknownVariant, TellUnknown(variant));

    /// <summary>Reads a file and checks all of it.</summary>
    /// <param name="path">The file, as messages name it.</param>
    /// <param name="text">Its text, at most a million characters.</param>
    /// <returns>The file, with everything that is wrong with it.</returns>
    public static BlubberFile Read(string path, string text)
    {
        var findings = new Findings(path);
        return Read(path, YamlReader.Read(text, findings), findings);
    }

    /// <summary>Writes the Dockerfile of a variant.</summary>
    /// <param name="variant">A name of <see cref="VariantNames"/>.</param>
    /// <returns>The text, every stage that the variant needs first.</returns>
    /// <exception cref="InvalidOperationException">There are <see cref="Obstacles"/>.</exception>
    /// <exception cref="ArgumentException">There is no such variant.</exception>
    public string ToDockerfile(string variant)
    {
        if (!Diagnostics.IsEmpty)
        {
            throw new InvalidOperationException("Nothing can be made of a file that something is wrong with.");
        }

        if (!Variants.ContainsKey(variant))
        {
            throw new ArgumentException($"There is no variant '{variant}'.", nameof(variant));
        }

        return DockerfileWriter.Write([.. Order.Of(variant, VariantsNeededBy, out _).Append(variant).Select(name => Expand(name, out _))]);
    }

    /// <summary>Puts together all that making an image of a variant needs.</summary>
    /// <param name="variant">A name of <see cref="VariantNames"/>.</param>
    /// <exception cref="InvalidOperationException">There are <see cref="Obstacles"/>.</exception>
    /// <exception cref="ArgumentException">There is no such variant.</exception>
    public BlubberImage ToImage(string variant) => BlubberImage.Of(this, variant);

    internal static BlubberFile Read(string path, MapNode? root, Findings findings)
    {
        var file = new BlubberFile(path, root ?? new MapNode(default, []));
        if (root is not null)
        {
            file.Check(root, findings);
        }

        file.Diagnostics = findings.InOrder();
        return file;
    }

    /// <summary>A variant with all that it includes and all that is common.</summary>
    internal Variant Expand(string name, out ImmutableArray<string> circle)
    {
        circle = [];
        if (_expanded.TryGetValue(name, out var known))
        {
            return known;
        }

        var parts = Order.Of(name, one => Variants[one].Includes.Where(Variants.ContainsKey), out circle);
        return _expanded[name] = parts.Append(name).Aggregate(Common with { Name = name }, (all, part) => all.With(Variants[part]));
    }

    /// <summary>The variants that one takes files of, or is made on.</summary>
    internal IEnumerable<string> VariantsNeededBy(string name) => Expand(name, out _).Needs.Where(Variants.ContainsKey);

    internal string TellUnknown(string variant) =>
        $"there is no variant '{variant}'; {(Variants.Count == 0 ? "the file has none" : $"known are {string.Join(", ", Variants.Keys)}")}";

    private void Check(MapNode root, Findings findings)
    {
        if (root["version"] is ScalarNode { Type: ScalarKind.Text, Value: not Version and var version })
        {
            findings.Error(root["version"]!.At, DeclarativeDiagnostics.Version, $"the version '{version}' is not supported; {Version} is, and the rest is read as such");
        }

        if (Variants.Count > MostVariants)
        {
            findings.Error(root["variants"]!.At, DeclarativeDiagnostics.TooMuch, $"the file has {Variants.Count} variants; {MostVariants} are allowed");
            return;
        }

        BlubberShapes.File.Check(root, "", findings);
        new BlubberLinks(this, findings).Check(root);
    }
}
