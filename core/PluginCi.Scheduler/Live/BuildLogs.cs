using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>The output of builds: one file a build, which may be read while it grows.</summary>
/// <param name="directory">Where the files are; made when it is not there.</param>
public sealed class BuildLogs(string directory)
{
    private const int LargestPiece = 32 << 10;

    // Nobody sees the difference, and a build that prints much is read in large pieces.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<BuildId, BuildLog> _open = new();

    /// <summary>Opens the log of a build that starts. What an earlier start of the same build left is replaced.</summary>
    /// <param name="build">The build.</param>
    /// <returns>The log; dispose it when the build ended.</returns>
    internal BuildLog Open(BuildId build)
    {
        Directory.CreateDirectory(directory);
        return _open[build] = new BuildLog(PathOf(build), () => _open.TryRemove(build, out _));
    }

    /// <summary>What a build has printed so far.</summary>
    /// <param name="build">The build.</param>
    /// <returns>The text; empty when it has printed nothing, null when there is no log of it.</returns>
    public string? Read(BuildId build)
    {
        var path = PathOf(build);
        if (!File.Exists(path))
        {
            return null;
        }

        if (_open.TryGetValue(build, out var log))
        {
            log.Flush();
        }

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    /// <summary>Everything a build prints, from its first line on, until it has ended.</summary>
    /// <param name="build">The build.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>Pieces of text, of up to 32,768 characters; none when there is no log of it.</returns>
    public async IAsyncEnumerable<string> FollowAsync(BuildId build, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = PathOf(build);
        if (!File.Exists(path))
        {
            yield break;
        }

        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using (stream.ConfigureAwait(false))
        {
            using var reader = new StreamReader(stream);
            var buffer = new char[LargestPiece];
            bool isOpen;
            do
            {
                // Asked before reading: what is written between the two is read by the next round.
                isOpen = _open.TryGetValue(build, out var log);
                var grown = log?.GrownAsync() ?? Task.CompletedTask;
                log?.Flush();
                while (await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
                {
                    yield return new string(buffer, 0, read);
                }

                if (isOpen)
                {
                    await grown.WaitAsync(cancellationToken).ConfigureAwait(false);
                    await Task.Delay(Gathering, cancellationToken).ConfigureAwait(false);
                }
            }
            while (isOpen);
        }
    }

    private string PathOf(BuildId build) => Path.Combine(directory, Uri.EscapeDataString(build.Value) + ".log");
}
