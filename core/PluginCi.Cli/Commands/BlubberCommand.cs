using System.CommandLine;
using PluginCi.Declarative;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary><c>pluginci blubber</c>: the Dockerfile of a variant of a Blubber file.</summary>
internal static class BlubberCommand
{
    private static readonly Argument<string> FilePath = new("FILE") { Description = "A Blubber file, version 4." };

    private static readonly Argument<string> Variant = new("VARIANT") { Description = "One of its variants." };

    private static readonly Option<string?> Policy = new("--policy") { Description = "A policy that the file must keep." };

    public static Command Create()
    {
        var command = new Command("blubber", "Prints the Dockerfile of a variant of a Blubber file.\n\nExample: pluginci blubber .pipeline/blubber.yaml production")
        {
            FilePath, Variant, Policy,
        };
        command.SetAction(parsed => Run(parsed.GetValue(FilePath)!, parsed.GetValue(Variant)!, parsed.GetValue(Policy)));
        return command;
    }

    private static int Run(string path, string variant, string? policyPath)
    {
        var (text, problem) = DeclarativeInput.Read(path);
        if (text is null)
        {
            return Refuse([problem!]);
        }

        var file = BlubberFile.Read(path, text);
        if (!file.Obstacles.IsEmpty)
        {
            return Refuse(file.Obstacles);
        }

        if (!file.VariantNames.Contains(variant))
        {
            return Refuse([file.Unknown(variant)]);
        }

        if (policyPath is not null && CheckPolicy(policyPath, path, file) is { Count: > 0 } refused)
        {
            return Refuse(refused);
        }

        Console.Out.Write(file.ToDockerfile(variant));
        return ExitCode.Ok;
    }

    private static IReadOnlyList<Diagnostic> CheckPolicy(string policyPath, string path, BlubberFile file)
    {
        var (text, problem) = DeclarativeInput.Read(policyPath);
        if (text is null)
        {
            return [problem!];
        }

        var policy = BlubberPolicy.Read(policyPath, text);
        return [.. policy.Diagnostics, .. policy.Check(path, file)];
    }

    // What is a warning to others keeps a Dockerfile from being printed as well.
    private static int Refuse(IEnumerable<Diagnostic> diagnostics)
    {
        Diagnostics.Tell(diagnostics);
        return ExitCode.Failed;
    }
}
