using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>Scripts of a commit in a git repository.</summary>
internal static class GitScripts
{
    /// <summary>The scripts of a commit, by path from the root.</summary>
    /// <param name="directory">The working tree, or a bare repository.</param>
    /// <param name="commit">A commit, branch or tag.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The scripts, or null when the repository does not know the commit.</returns>
    public static async Task<ImmutableSortedDictionary<string, string>?> ReadAsync(string directory, string commit, CancellationToken cancellationToken)
    {
        if (await GitProgram.FindCommitAsync(directory, commit, cancellationToken) is not { } found)
        {
            return null;
        }

        var listed = await GitProgram.TryAsync(directory, ["ls-tree", "-r", "-z", "--full-tree", "--name-only", found, "--", PipelineFiles.Folder, PipelineFiles.Site], cancellationToken) ?? "";
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var path in listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(PipelineFiles.Has))
        {
            files[path] = await GitProgram.TryAsync(directory, ["cat-file", "blob", $"{found}:{path}"], cancellationToken) ?? "";
        }

        return files.ToImmutable();
    }
}
