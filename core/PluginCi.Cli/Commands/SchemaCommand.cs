using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using PluginCi.Declarative;

namespace PluginCi.Cli;

/// <summary><c>pluginci schema</c>: the JSON Schema of declarative files, for editors.</summary>
internal static class SchemaCommand
{
    private static readonly JsonSerializerOptions ForPeople = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Argument<string> Kind = new("KIND")
    {
        Description = "own: PluginCI's form of .pipeline/config.yaml; pipelinelib: PipelineLib's form of it; blubber: Blubber files.",
        DefaultValueFactory = _ => "own",
    };

    public static Command Create()
    {
        Kind.AcceptOnlyFromAmong("own", "pipelinelib", "blubber");
        var command = new Command("schema", "Prints the JSON Schema of declarative files, by which editors complete and check them.\n\nExample: pluginci schema own > config.schema.json") { Kind };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(Text(parsed.GetValue(Kind)!));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The schema of a kind of file, as text.</summary>
    public static string Text(string kind) => (kind switch
    {
        "pipelinelib" => DeclarativeSchema.Of(DeclarativeKind.PipelineLib),
        "blubber" => DeclarativeSchema.Of(DeclarativeKind.Blubber),
        _ => OwnSchema.Make(),
    }).ToJsonString(ForPeople);
}
