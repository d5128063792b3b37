using System.Globalization;
using System.Text;
using CliWrap;

namespace PluginCi.Cli;

/// <summary>A bare repository with a branch of many files and patchsets on top of it, each of which changes one file and adds another.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Tip">The branch's tip.</param>
/// <param name="Patchsets">The patchsets' commits; they do not conflict.</param>
internal sealed record BenchRepository(string Path, string Tip, IReadOnlyList<string> Patchsets)
{
    private const int FilesPerFolder = 100;

    public static async Task<BenchRepository> MakeAsync(string path, MergeBench.Size size, CancellationToken cancellationToken)
    {
        await GitAsync(["init", "--quiet", "--bare", "--initial-branch=main", path], "", cancellationToken);
        await GitAsync(["-C", path, "fast-import", "--quiet"], History(size), cancellationToken);
        var refs = await GitAsync(["-C", path, "for-each-ref", "--sort=version:refname", "--format=%(objectname)", "refs/changes", "refs/heads"], "", cancellationToken);
        var commits = refs.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new BenchRepository(path, commits[^1], commits[..^1]);
    }

    private static string History(MergeBench.Size size)
    {
        var stream = new StringBuilder();
        Commit(stream, "refs/heads/main", null);
        for (var file = 0; file < size.Files; file++)
        {
            File(stream, PathOf(file), $"file {file}\n");
        }

        for (var change = 0; change < size.Depth; change++)
        {
            Commit(stream, $"refs/changes/{change + 1}", "refs/heads/main");
            var changed = PathOf(change * size.Files / size.Depth);
            File(stream, changed, $"changed by {change}\n");
            File(stream, $"{changed}-{change}", "added\n");
        }

        return stream.ToString();
    }

    private static string PathOf(int file) => string.Create(CultureInfo.InvariantCulture, $"folder{file / FilesPerFolder}/file{file % FilesPerFolder}");

    private static void Commit(StringBuilder stream, string name, string? parent)
    {
        stream.Append(CultureInfo.InvariantCulture, $"commit {name}\ncommitter Bench <bench@pluginci.invalid> 0 +0000\ndata 5\nbench\n");
        if (parent is not null)
        {
            stream.Append(CultureInfo.InvariantCulture, $"from {parent}\n");
        }
    }

    private static void File(StringBuilder stream, string path, string text) =>
        stream.Append(CultureInfo.InvariantCulture, $"M 100644 inline {path}\ndata {text.Length}\n{text}\n");

    private static async Task<string> GitAsync(string[] arguments, string input, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        await CliWrap.Cli.Wrap("git")
            .WithArguments(arguments)
            .WithStandardInputPipe(PipeSource.FromString(input, Encoding.UTF8))
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output))
            .ExecuteAsync(cancellationToken);
        return output.ToString();
    }
}
