using System.Runtime.CompilerServices;
using PluginCi.Model;
using PluginCi.Scheduler;

namespace PluginCi.Server;

/// <summary>The output of one build from its first line to its end, also when it waits for a worker first.</summary>
internal sealed class LogFollower(BuildId build, Reader reader, BuildLogs logs, Board board)
{
    public async IAsyncEnumerable<string> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The board's version is read before the build is looked at, so that a start between the two is not slept through.
        var seen = board.Version;
        while (reader.Build(build) is { State: BuildState.Queued })
        {
            seen = await board.WaitPastAsync(seen, cancellationToken);
        }

        await foreach (var text in logs.FollowAsync(build, cancellationToken))
        {
            yield return text;
        }
    }
}
