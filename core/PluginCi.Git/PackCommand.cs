using CliWrap;

namespace PluginCi.Git;

/// <summary>Passes one commit on, as git itself does to who clones with a depth of one.</summary>
/// <remarks>An archive would not do: it leaves out what <c>export-ignore</c> names, and nobody could tell whether it is of that commit.</remarks>
internal sealed class PackCommand(string directory, GitCommand git)
{
    public async Task SendAsync(string commit, Stream to, CancellationToken cancellationToken)
    {
        string[] arguments = ["-c", "pack.threads=1", "-c", "pack.windowMemory=256m", "pack-objects", "--revs", "--stdout", "--delta-base-offset", "-q"];
        var wish = PipeSource.FromString($"--shallow {commit}\n{commit}\n");
        git.Expect(await git.TryRemoteAsync(arguments, wish, PipeTarget.ToStream(to), cancellationToken), arguments, 0);
    }

    public async Task ReceiveAsync(string commit, Stream from, CancellationToken cancellationToken)
    {
        // First, as git looks for the parents of every commit that it does not know to have none here.
        await File.AppendAllTextAsync(Path.Combine(directory, "shallow"), $"{commit}\n", cancellationToken);
        string[] take = ["index-pack", "--stdin", "--strict"];
        git.Expect(await git.TryRemoteAsync(take, PipeSource.FromStream(from), null, cancellationToken), take, 0);
        string[] keep = ["update-ref", MirrorRefs.Of(commit), commit];
        git.Expect(await git.TryAsync(keep, cancellationToken), keep, 0);
    }
}
