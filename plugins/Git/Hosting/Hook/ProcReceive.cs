using PluginCi.Plugins.Git.Review;

namespace PluginCi.Plugins.Git.Hook;

/// <summary>The conversation of a <c>proc-receive</c> hook with git, version 1.</summary>
/// <remarks>Source: githooks(5).</remarks>
internal sealed class ProcReceive(PacketLines git, PushRecorder recorder, PushTeller teller, ChangeFollower follower)
{
    /// <summary>Takes one push, and stays as long as the pusher wants to hear of its changes.</summary>
    /// <exception cref="InvalidDataException">Git speaks another protocol.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var offered = (await git.ReadSectionAsync(cancellationToken))[0].Split('\0');
        if (offered[0] != "version=1")
        {
            throw new InvalidDataException($"Git speaks '{offered[0]}' with its proc-receive hook, and only version=1 is known here.");
        }

        var hasOptions = offered.Length > 1 && offered[1].Split(' ').Contains("push-options");
        await git.WriteSectionAsync([hasOptions ? "version=1\0push-options" : "version=1"], cancellationToken);
        var refs = (await git.ReadSectionAsync(cancellationToken)).Select(ParseRef).ToList();
        IReadOnlyList<string> given = hasOptions ? await git.ReadSectionAsync(cancellationToken) : [];
        var options = PushOptions.Parse(given, out var obstacle);

        var changes = new List<RecordedChange>();
        var answers = new List<string>();
        foreach (var pushed in refs)
        {
            var result = obstacle is null
                ? await recorder.RecordAsync(pushed.Name, pushed.New, options, cancellationToken)
                : new PushResult.Refused(obstacle);
            answers.AddRange(Answer(pushed, result));
            changes.AddRange(result is PushResult.Recorded recorded ? recorded.Changes : []);
        }

        if (teller.Tell(changes) && options.Wait is { } wait)
        {
            await follower.FollowAsync([.. changes.Select(change => change.Row)], wait, cancellationToken);
        }

        await git.WriteSectionAsync(answers, cancellationToken);
    }

    private static PushedRef ParseRef(string line)
    {
        var parts = line.Split(' ', 3);
        return new PushedRef(parts[0], parts[1], parts[2]);
    }

    private static IEnumerable<string> Answer(PushedRef pushed, PushResult result) => result switch
    {
        PushResult.Refused refused => [$"ng {pushed.Name} {refused.Reason}"],
        PushResult.Recorded recorded =>
        [
            $"ok {pushed.Name}",
            $"option refname {ChangeRow.RefOf(recorded.Changes[^1].Row.Number, recorded.Changes[^1].Row.Patchset)}",
            $"option new-oid {pushed.New}",
        ],
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
