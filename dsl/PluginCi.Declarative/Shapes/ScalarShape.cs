using System.Text.Json.Nodes;

namespace PluginCi.Declarative;

/// <summary>A single value.</summary>
/// <param name="Kinds">What it may be.</param>
/// <param name="Rule">What is wrong with a value, as the end of "is 'x', "; null where nothing is. Not asked about nothing at all.</param>
internal sealed record ScalarShape(ScalarKind Kinds, Func<string, string?>? Rule = null) : Shape
{
    public static readonly ScalarShape Text = new(ScalarKind.Text);

    public static readonly ScalarShape TextOrNothing = new(ScalarKind.Text | ScalarKind.Nothing);

    public static readonly ScalarShape Flag = new(ScalarKind.Flag);

    public static readonly ScalarShape Number = new(ScalarKind.Number);

    /// <summary>What of the rule a schema can say: a regular expression for some part of the text; null for nothing.</summary>
    public string? Pattern { get; init; }

    public override string Expected => (Kinds & ~ScalarKind.Nothing) switch
    {
        ScalarKind.Flag => "true or false",
        ScalarKind.Number => "a whole number",
        _ => "a text (in quotes where it looks like a number, or like true or false)",
    };

    /// <summary>A text of which a rule holds.</summary>
    public static ScalarShape TextThat(Func<string, string?> rule) => new(ScalarKind.Text, rule);

    public override bool Fits(Node node) => node is ScalarNode scalar && Kinds.HasFlag(scalar.Type);

    protected override JsonObject MakeSchema()
    {
        var types = Enum.GetValues<ScalarKind>().Where(kind => Kinds.HasFlag(kind)).Select(kind => JsonValue.Create(NameOf(kind))).ToArray();
        var schema = new JsonObject { ["type"] = types.Length == 1 ? types[0] : new JsonArray([.. types]) };
        if (Pattern is not null)
        {
            schema["pattern"] = Pattern;
        }

        return schema;
    }

    private static string NameOf(ScalarKind kind) => kind switch
    {
        ScalarKind.Text => "string",
        ScalarKind.Number => "integer",
        ScalarKind.Fraction => "number",
        ScalarKind.Flag => "boolean",
        ScalarKind.Nothing => "null",
    };

    protected override void CheckInside(Node node, string name, Findings findings)
    {
        if (node is ScalarNode { Type: not ScalarKind.Nothing, Value: var value } && Rule?.Invoke(value) is { } complaint)
        {
            findings.Error(node.At, DeclarativeDiagnostics.BadValue, $"'{name}' is '{value}', {complaint}");
        }
    }
}
