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

    public override string Expected => (Kinds & ~ScalarKind.Nothing) switch
    {
        ScalarKind.Flag => "true or false",
        ScalarKind.Number => "a whole number",
        _ => "a text (in quotes where it looks like a number, or like true or false)",
    };

    /// <summary>A text of which a rule holds.</summary>
    public static ScalarShape TextThat(Func<string, string?> rule) => new(ScalarKind.Text, rule);

    public override bool Fits(Node node) => node is ScalarNode scalar && Kinds.HasFlag(scalar.Type);

    protected override void CheckInside(Node node, string name, Findings findings)
    {
        if (node is ScalarNode { Type: not ScalarKind.Nothing, Value: var value } && Rule?.Invoke(value) is { } complaint)
        {
            findings.Error(node.At, DeclarativeDiagnostics.BadValue, $"'{name}' is '{value}', {complaint}");
        }
    }
}
