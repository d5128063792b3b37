namespace PluginCi.Declarative;

/// <summary>What may stand where in a file of our own form.</summary>
internal static class OwnShapes
{
    private static readonly ScalarShape Line = ScalarShape.TextThat(text => string.IsNullOrWhiteSpace(text) ? "which is no command" : null);

    // As it is written: 3.10 is not 3.1 here.
    private static readonly ScalarShape Version = new(ScalarKind.Text | ScalarKind.Number | ScalarKind.Fraction);

    public static readonly FieldsShape File = new(new Dictionary<string, Shape>
    {
        ["type"] = ScalarShape.Text,
        ["versions"] = new EitherShape(Version, new ListShape(Version)),
        ["packages"] = new EitherShape(ScalarShape.Text, ListShape.Texts),
        ["commands"] = new MapShape(new EitherShape(Line, new ListShape(Line), new ScalarShape(ScalarKind.Nothing))),
    })
    {
        Required = ["type"],
    };
}
