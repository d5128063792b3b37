using System.Text.Json.Nodes;

namespace PluginCi.Declarative;

/// <summary>What may stand in declarative files, as JSON Schema for editors. It is made of the shapes that files are checked with, so that it says the same.</summary>
public static class DeclarativeSchema
{
    /// <summary>The schema of one kind of file, in draft 7, which editors know.</summary>
    /// <param name="kind">The kind; the words of types and their versions are the caller's to add to that of our own form.</param>
    /// <returns>The schema; the caller may alter it.</returns>
    public static JsonObject Of(DeclarativeKind kind)
    {
        var (shape, title) = kind switch
        {
            DeclarativeKind.Own => ((Shape)OwnShapes.File, ".pipeline/config.yaml of PluginCI"),
            DeclarativeKind.PipelineLib => (PipelineLibShapes.File, ".pipeline/config.yaml of PipelineLib"),
            DeclarativeKind.Blubber => (BlubberShapes.File, "A Blubber file, version 4"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is a schema of own, PipelineLib and Blubber files."),
        };
        var schema = shape.ToSchema();
        schema.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        schema.Insert(1, "title", title);
        return schema;
    }
}
