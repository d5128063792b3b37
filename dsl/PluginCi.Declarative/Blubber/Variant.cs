using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>One image of a Blubber file, or what all its images have in common.</summary>
internal sealed record Variant(string Name)
{
    public ImmutableArray<string> Includes { get; init; } = [];

    public ImmutableArray<Artifact> Copies { get; init; } = [];

    /// <summary>The image or variant that it is made on; empty for none.</summary>
    public string Base { get; init; } = "";

    public ImmutableSortedDictionary<string, string> Arguments { get; init; } = NoTexts;

    public AptSettings Apt { get; init; } = AptSettings.None;

    public ImmutableArray<Builder> Builders { get; init; } = [];

    public NodeBuilder Node { get; init; } = new(null, "", null, null);

    public PhpBuilder Php { get; init; } = new(null, null);

    public PythonBuilder Python { get; init; } = new(null, "");

    public CustomBuilder Custom { get; init; } = CustomBuilder.None;

    /// <summary>Who owns the files, and where they are.</summary>
    public UserSettings Lives { get; init; } = UserSettings.None;

    /// <summary>Who runs them, and where.</summary>
    public UserSettings Runs { get; init; } = UserSettings.None;

    /// <summary>True where the one who runs the files is their owner.</summary>
    public bool? Insecurely { get; init; }

    public ImmutableSortedDictionary<string, string> Environment { get; init; } = NoTexts;

    public ImmutableArray<string>? EntryPoint { get; init; }

    private static ImmutableSortedDictionary<string, string> NoTexts => ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The builders in the order they run.</summary>
    public IEnumerable<Builder> AllBuilders => [.. Builders, Node, Php, Python, Custom];

    /// <summary>The variants and images that it takes something of, in the order of the file.</summary>
    public IEnumerable<string> Needs => [.. Copies.Where(copy => !copy.IsLocal).Select(copy => copy.From), .. AllBuilders.SelectMany(builder => builder.Needs), Base];

    /// <summary>This variant with what is said later, which wins; the name stays.</summary>
    public Variant With(Variant later) => this with
    {
        Copies = [.. Copies.Where(copy => !later.Copies.Any(copy.IsSameAs)), .. later.Copies],
        Base = later.Base.Or(Base),
        Arguments = Arguments.SetItems(later.Arguments),
        Apt = Apt.With(later.Apt),
        Builders = With(later.Builders),
        Node = (NodeBuilder)Node.With(later.Node),
        Php = (PhpBuilder)Php.With(later.Php),
        Python = (PythonBuilder)Python.With(later.Python),
        Custom = (CustomBuilder)Custom.With(later.Custom),
        Lives = Lives.With(later.Lives),
        Runs = Runs.With(later.Runs),
        Insecurely = later.Insecurely ?? Insecurely,
        Environment = Environment.SetItems(later.Environment),
        EntryPoint = later.EntryPoint ?? EntryPoint,
    };

    // A predefined kind that both have is one, at the later place; all others of the earlier go first.
    private ImmutableArray<Builder> With(ImmutableArray<Builder> later)
    {
        bool IsInBoth(Builder builder) => builder is not CustomBuilder && later.Any(other => other.Key == builder.Key);
        return
        [
            .. Builders.Where(builder => !IsInBoth(builder)),
            .. later.Select(builder => Builders.FirstOrDefault(earlier => IsInBoth(earlier) && earlier.Key == builder.Key)?.With(builder) ?? builder),
        ];
    }
}
