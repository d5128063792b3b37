using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>The output of builds: one file a build, which may be read while it grows.</summary>
/// <param name="directory">Where the files are; made when it is not there.</param>
public sealed class BuildLogs(string directory)
{
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

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    /// <summary>Everything a build prints, from its first line on, until it has ended.</summary>
    /// <param name="build">The build.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>Pieces of text, each of whole lines; none when there is no log of it.</returns>
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
            bool isOpen;
            do
            {
                // Asked before reading: what is written between the two is read by the next round.
                isOpen = _open.TryGetValue(build, out var log);
                var grown = log?.GrownAsync() ?? Task.CompletedTask;
                var text = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
                if (text.Length > 0)
                {
                    yield return text;
                }

                if (isOpen)
                {
                    await grown.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }
            while (isOpen);
        }
    }

    private string PathOf(BuildId build) => Path.Combine(directory, Uri.EscapeDataString(build.Value) + ".log");
}
