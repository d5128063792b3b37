using System.Collections.Immutable;
using PluginCi.Declarative;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>Reads declarative files from the disk.</summary>
internal static class DeclarativeInput
{
    /// <summary>The text of a file, or why there is none: exactly one of both.</summary>
    public static (string? Text, Diagnostic? Problem) Read(string path)
    {
        if (Directory.Exists(path))
        {
            return (null, FileText.CannotRead(path, "this is a folder, and a file is expected"));
        }

        if (!File.Exists(path))
        {
            return (null, FileText.CannotRead(path, "there is no file of that name"));
        }

        try
        {
            // A file that grows, or that never ends, is not read beyond what is allowed.
            using var file = File.OpenRead(path);
            var bytes = new byte[FileText.LongestFile + 1];
            return FileText.Decode(path, bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return (null, FileText.CannotRead(path, $"the file cannot be read: {trouble.Message}"));
        }
    }

    /// <summary>The plan of a file in our own form, wherever it lies.</summary>
    public static async Task<Evaluation<Plan>> EvaluateAsync(string path, string text, CancellationToken cancellationToken)
    {
        using var evaluator = Installation.MakeEvaluator();
        var source = new ScriptSource(PipelineFiles.Declared, ImmutableSortedDictionary<string, string>.Empty.Add(PipelineFiles.Declared, text));
        var evaluation = await evaluator.EvaluateProjectAsync(source, [.. PlanCommand.UsualPipelines], cancellationToken);
        return evaluation with { Diagnostics = [.. evaluation.Diagnostics.Select(diagnostic => diagnostic with { Path = path })] };
    }
}
