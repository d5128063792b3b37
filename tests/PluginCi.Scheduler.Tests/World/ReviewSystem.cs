using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>The review system, as it is whether or not a server runs: changes, an event stream that waits for its reader, and repositories.</summary>
internal sealed class ReviewSystem(GitFolder git)
{
    private readonly Lock _guard = new();
    private readonly List<SourceEvent> _events = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _handled;

    public ImmutableSortedDictionary<ChangeId, Change> Changes { get; private set; } = ImmutableSortedDictionary<ChangeId, Change>.Empty;

    /// <summary>Merges that the server told of, in order.</summary>
    public List<ChangeId> ToldMerged { get; } = [];

    /// <summary>Why a change must not be merged, by change.</summary>
    public Dictionary<ChangeId, string> Obstacles { get; } = [];

    public GitFolder Git { get; } = git;

    /// <summary>How many events were told so far.</summary>
    public int Count
    {
        get
        {
            lock (_guard)
            {
                return _events.Count;
            }
        }
    }

    public void Put(Change change)
    {
        lock (_guard)
        {
            Changes = Changes.SetItem(change.Id, change);
        }
    }

    public void Tell(SourceEvent happened)
    {
        lock (_guard)
        {
            _events.Add(happened);
            _more.TrySetResult();
        }
    }

    public void MarkMerged(Change change)
    {
        lock (_guard)
        {
            if (Changes[change.Id].Status != ChangeStatus.Merged)
            {
                ToldMerged.Add(change.Id);
                Changes = Changes.SetItem(change.Id, Changes[change.Id] with { Status = ChangeStatus.Merged });
            }
        }
    }

    /// <summary>The events from the first that was not handled; asking for the next one says that the last was handled.</summary>
    public async IAsyncEnumerable<SourceEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new CaughtUp();
        while (true)
        {
            while (Next() is { } next)
            {
                yield return next;
                lock (_guard)
                {
                    _handled++;
                }
            }

            await More().WaitAsync(cancellationToken);
        }
    }

    private SourceEvent? Next()
    {
        lock (_guard)
        {
            return _handled < _events.Count ? _events[_handled] : null;
        }
    }

    private Task More()
    {
        lock (_guard)
        {
            if (_handled < _events.Count)
            {
                return Task.CompletedTask;
            }

            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _more.Task;
        }
    }
}
