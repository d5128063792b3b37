namespace PluginCi.Declarative;

/// <summary>What may stand where in a file of our own form.</summary>
internal static class OwnShapes
{
    private static readonly ScalarShape Line = ScalarShape.TextThat(text => string.IsNullOrWhiteSpace(text) ? "which is no command" : null) with { Pattern = "\\S" };

    // As it is written: 3.10 is not 3.1 here.
    private static readonly ScalarShape Version = new(ScalarKind.Text | ScalarKind.Number | ScalarKind.Fraction);

    public static readonly FieldsShape File = new(new Dictionary<string, Shape>
    {
        ["type"] = ScalarShape.Text with { Help = "What kind of project it is. It decides which jobs there are and what they run." },
        ["versions"] = new EitherShape(Version, new ListShape(Version)) { Help = "The version of the language, or several: each has jobs of its own. Left out, it is that of Debian bookworm." },
        ["packages"] = new EitherShape(ScalarShape.Text, ListShape.Texts) { Help = "Packages of Debian that the project needs besides those of its type." },
        ["commands"] = new MapShape(new EitherShape(Line, new ListShape(Line), new ScalarShape(ScalarKind.Nothing)))
        {
            Help = "Command lines of jobs, by name, in place of those that the type gives them. Nothing behind a name leaves the job out; a new name makes a job.",
        },
    })
    {
        Required = ["type"],
    };
}
