using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Git.Review;

namespace PluginCi.Plugins.Git;

/// <summary>What people ask of changes by other ways than a push.</summary>
internal static class ChangeCommands
{
    /// <summary>Carries a command out.</summary>
    /// <returns>Null when done, or one sentence why not.</returns>
    public static string? Try(ReviewSession session, ChangeRow row, ChangeCommand command, string who)
    {
        if (FindObstacle(row, command) is { } obstacle)
        {
            return obstacle;
        }

        switch (command)
        {
            case ChangeCommand.Approve:
                session.SetApproved(row.Number, approved: true);
                break;
            case ChangeCommand.Abandon:
                session.SetStatus(row.Number, ChangeStatus.Abandoned);
                session.SetApproved(row.Number, approved: false);
                break;
            case ChangeCommand.Restore:
                session.SetStatus(row.Number, ChangeStatus.Open);
                break;
            case ChangeCommand.Recheck:
                break;
        }

        session.AddEvent(EventOf(command), row.Number, row.Project, row.Branch, who);
        return null;
    }

    private static string? FindObstacle(ChangeRow row, ChangeCommand command) => (command, row.Status) switch
    {
        (_, ChangeStatus.Merged) => $"{row.Id} is merged; it is too late to {Verb(command)} it.",
        (ChangeCommand.Restore, ChangeStatus.Open) => $"{row.Id} is open; there is nothing to restore.",
        (ChangeCommand.Restore, _) => null,
        (ChangeCommand.Abandon, ChangeStatus.Abandoned) => $"{row.Id} was abandoned already.",
        (_, ChangeStatus.Abandoned) => $"{row.Id} was abandoned; restore it before you {Verb(command)} it.",
        (ChangeCommand.Approve, _) when row.IsApproved => $"{row.Id} is approved already; to test it again, recheck it.",
        _ => null,
    };

    private static string Verb(ChangeCommand command) => command switch
    {
        ChangeCommand.Approve => "approve",
        ChangeCommand.Abandon => "abandon",
        ChangeCommand.Restore => "restore",
        ChangeCommand.Recheck => "recheck",
    };

    private static EventKind EventOf(ChangeCommand command) => command switch
    {
        ChangeCommand.Approve => EventKind.Approved,
        ChangeCommand.Recheck => EventKind.Recheck,
        ChangeCommand.Restore => EventKind.Restored,
        ChangeCommand.Abandon => EventKind.Updated,
    };
}
