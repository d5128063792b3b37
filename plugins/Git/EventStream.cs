using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Git.Review;

namespace PluginCi.Plugins.Git;

/// <summary>Turns the recorded events into the source's stream, from where the last stream ended, also after a restart.</summary>
internal sealed class EventStream(ReviewState state, WakeListener wake)
{
    private const int BatchSize = 100;

    public async IAsyncEnumerable<SourceEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        wake.Listen();
        var taken = await state.ReadAsync(
            session => long.Parse(session.FindMark(Marks.Watched) ?? "0", CultureInfo.InvariantCulture), cancellationToken);
        var isCaughtUp = false;
        while (true)
        {
            var batch = await state.ReadAsync(session => session.ListEvents(taken, BatchSize), cancellationToken);
            foreach (var row in batch)
            {
                yield return ToEvent(row);
                taken = row.Id;
            }

            if (batch.Count > 0)
            {
                // After the consumer has taken them all, also when it now ends the stream: a crash before this repeats them with the same keys.
                var mark = taken.ToString(CultureInfo.InvariantCulture);
                await state.WriteAsync(session => { session.SetMark(Marks.Watched, mark); }, CancellationToken.None);
            }

            if (batch.Count < BatchSize)
            {
                if (!isCaughtUp)
                {
                    isCaughtUp = true;
                    yield return new CaughtUp();
                }

                await wake.WaitAsync(cancellationToken);
            }
        }
    }

    private static SourceEvent ToEvent(EventRow row)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{ReviewFolder.Connection}-event-{row.Id}");
        ChangeHappened About(ChangeHappening kind) => new(key, new ChangeId($"{ReviewFolder.Connection}/{row.Number}"), kind);
        return row.Kind switch
        {
            EventKind.Patchset => About(ChangeHappening.Patchset),
            EventKind.Approved => About(ChangeHappening.Approved),
            EventKind.Recheck => About(ChangeHappening.Recheck),
            EventKind.Updated => About(ChangeHappening.Updated),
            EventKind.Restored => About(ChangeHappening.Restored),
            EventKind.TagPushed => new TagPushed(key, new ProjectName(row.Project), row.Branch, row.NewCommit!, row.OldCommit),
            EventKind.BranchMoved => new BranchMayHaveMoved(new ProjectBranch(new ProjectName(row.Project), row.Branch)),
            _ => throw new UnreachableException(),
        };
    }
}
