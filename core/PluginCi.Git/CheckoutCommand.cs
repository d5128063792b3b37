namespace PluginCi.Git;

/// <summary>Writes the files of a commit into an empty folder through an index of its own.</summary>
/// <remarks><c>git archive | tar</c> took two to five times as long and leaves out what <c>export-ignore</c> names;
/// <c>read-tree</c> with <c>checkout-index</c> writes with one process only.</remarks>
internal sealed class CheckoutCommand(GitCommand git)
{
    public async Task RunAsync(string commit, string directory, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        if (Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw new GitException($"The folder {directory} is not empty; a checkout of {commit} needs an empty one.");
        }

        var index = $"{Path.TrimEndingDirectorySeparator(directory)}.index";
        string[] arguments =
        [
            $"--work-tree={directory}", "-c", "checkout.workers=0", "-c", "core.symlinks=true", "-c", "core.fileMode=true",
            "read-tree", "-m", "-u", commit,
        ];
        try
        {
            git.Expect(await git.TryAsync(arguments, cancellationToken, ("GIT_INDEX_FILE", index)), arguments, 0);
        }
        finally
        {
            File.Delete(index);
            File.Delete($"{index}.lock");
        }
    }
}
