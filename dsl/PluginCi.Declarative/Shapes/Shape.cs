using System.Text.Json.Nodes;

namespace PluginCi.Declarative;

/// <summary>What a value of a file may be. Checking tells everything that does not fit, with its place.</summary>
internal abstract record Shape
{
    /// <summary>What is expected, for example <c>a list</c>.</summary>
    public abstract string Expected { get; }

    /// <summary>What it is for, as editors show it; null for nothing.</summary>
    public string? Help { get; init; }

    /// <summary>True where the value is of the right kind, whatever is in it.</summary>
    public abstract bool Fits(Node node);

    /// <summary>Tells what is wrong with a value.</summary>
    /// <param name="node">The value.</param>
    /// <param name="name">How messages call it, for example <c>'variants.build.apt'</c>.</param>
    /// <param name="findings">Where it is told.</param>
    public void Check(Node node, string name, Findings findings)
    {
        if (!Fits(node))
        {
            findings.Error(node.At, DeclarativeDiagnostics.WrongKind, $"'{name}' must be {Expected}, found {node.Kind}");
            return;
        }

        CheckInside(node, name, findings);
    }

    /// <summary>The shape as JSON Schema. Rules of single values that a schema cannot say are left to the check.</summary>
    public JsonObject ToSchema()
    {
        var schema = MakeSchema();
        if (Help is not null)
        {
            schema["description"] = Help;
        }

        return schema;
    }

    /// <summary>The schema without its description.</summary>
    protected abstract JsonObject MakeSchema();

    /// <summary>Tells what is wrong inside of a value of the right kind.</summary>
    protected abstract void CheckInside(Node node, string name, Findings findings);

    /// <summary>The name of a value below another.</summary>
    protected static string Below(string name, string key) => name.Length == 0 ? key : $"{name}.{key}";
}
