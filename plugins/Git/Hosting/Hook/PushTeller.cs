using PluginCi.Plugins.Git.Review;

namespace PluginCi.Plugins.Git.Hook;

/// <summary>Tells the pusher what was recorded; git shows every line with <c>remote:</c> before it.</summary>
internal sealed class PushTeller(ReviewFolder folder, ReviewStore store, TextWriter pusher)
{
    /// <summary>Tells it, and wakes the server.</summary>
    /// <returns>True when there are changes and a server that will see them now.</returns>
    public bool Tell(IReadOnlyList<RecordedChange> changes)
    {
        if (changes.Count == 0)
        {
            return false;
        }

        var server = store.Read(session => session.FindMark(Marks.ServerUrl));
        var ids = changes.Max(change => change.Row.Id.Value.Length);
        foreach (var change in changes)
        {
            var row = change.Row;
            string[] states = [.. Words(row)];
            var state = states.Length == 0 ? "" : $"  ({string.Join(", ", states)})";
            pusher.WriteLine($"{row.Id.Value.PadRight(ids)}  {change.Novelty.ToString().ToUpperInvariant(),-9}  {row.Project}  {row.Subject}{state}");
            foreach (var warning in change.Warnings)
            {
                pusher.WriteLine($"  warning: {warning}");
            }

            if (server is not null)
            {
                pusher.WriteLine($"  {server}/changes/{row.Id}");
            }
        }

        if (Wake.TrySend(folder))
        {
            return true;
        }

        pusher.WriteLine("No server is running; this is recorded, and the server takes it up when it starts.");
        return false;
    }

    private static IEnumerable<string> Words(ChangeRow row)
    {
        if (row.IsApproved)
        {
            yield return "approved";
        }

        if (row.IsWorkInProgress)
        {
            yield return "work in progress";
        }

        if (row.IsPrivate)
        {
            yield return "private";
        }
    }
}
