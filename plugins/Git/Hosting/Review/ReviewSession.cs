using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using PluginCi.Model;

namespace PluginCi.Plugins.Git.Review;

/// <summary>The statements on the review state, within one transaction.</summary>
internal sealed class ReviewSession(SqliteConnection connection, SqliteTransaction transaction, TimeProvider clock)
{
    private const string ChangeColumns =
        "number AS Number, project AS Project, branch AS Branch, identity AS Identity, status AS Status, patchset AS Patchset, commit_id AS CommitId, "
        + "subject AS Subject, owner AS Owner, topic AS Topic, is_approved AS IsApproved, merge_commit AS MergeCommit, kind AS Kind, "
        + "is_work_in_progress AS IsWorkInProgress, is_private AS IsPrivate, hashtags AS Hashtags";

    private const string CommentColumns =
        "id AS Id, report_key AS ReportKey, number AS Number, patchset AS Patchset, pipeline AS Pipeline, kind AS Kind, message AS Message, vote AS Vote, url AS Url";

    private string Now => clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);

    public ChangeRow? FindChange(int number) =>
        connection.QuerySingleOrDefault<ChangeRow>($"SELECT {ChangeColumns} FROM changes WHERE number = @number", new { number }, transaction);

    public ChangeRow? FindChange(string project, string branch, string identity) =>
        connection.QuerySingleOrDefault<ChangeRow>(
            $"SELECT {ChangeColumns} FROM changes WHERE project = @project AND branch = @branch AND identity = @identity",
            new { project, branch, identity },
            transaction);

    public IReadOnlyList<ChangeRow> ListByIdentity(string identity) =>
        connection.Query<ChangeRow>(
            $"SELECT {ChangeColumns} FROM changes WHERE identity = @identity ORDER BY number", new { identity }, transaction).AsList();

    public IReadOnlyList<ChangeRow> ListOpen(IEnumerable<string> projects) =>
        connection.Query<ChangeRow>(
            $"SELECT {ChangeColumns} FROM changes WHERE status = 'Open' AND project IN (SELECT value FROM json_each(@projects)) ORDER BY number",
            new { projects = System.Text.Json.JsonSerializer.Serialize(projects) },
            transaction).AsList();

    /// <summary>Records a change that is new.</summary>
    /// <returns>Its number.</returns>
    public int AddChange(ChangeRow row) =>
        connection.ExecuteScalar<int>(
            """
            INSERT INTO changes (project, branch, identity, status, patchset, commit_id, subject, owner, topic, is_approved)
            VALUES (@Project, @Branch, @Identity, 'Open', 0, '', '', @Owner, NULL, 0) RETURNING number
            """,
            row,
            transaction);

    /// <summary>Makes a commit the newest patchset of a change. The approval of the one before goes.</summary>
    public void AddPatchset(int number, int patchset, string commit, string subject, PatchsetKind kind)
    {
        connection.Execute(
            """
            UPDATE changes SET patchset = @patchset, commit_id = @commit, subject = @subject, kind = @kind, is_approved = 0 WHERE number = @number;
            INSERT INTO patchsets (number, patchset, commit_id, pushed_at) VALUES (@number, @patchset, @commit, @now);
            """,
            new { number, patchset, commit, subject, kind = kind.ToString(), now = Now },
            transaction);
    }

    public void SetTopic(int number, string topic) =>
        connection.Execute("UPDATE changes SET topic = @topic WHERE number = @number", new { number, topic }, transaction);

    public void SetWorkInProgress(int number, bool isWorkInProgress) => connection.Execute(
        "UPDATE changes SET is_work_in_progress = @isWorkInProgress WHERE number = @number", new { number, isWorkInProgress }, transaction);

    public void SetPrivate(int number, bool isPrivate) =>
        connection.Execute("UPDATE changes SET is_private = @isPrivate WHERE number = @number", new { number, isPrivate }, transaction);

    public void SetHashtags(int number, IEnumerable<string> hashtags) => connection.Execute(
        "UPDATE changes SET hashtags = @hashtags WHERE number = @number", new { number, hashtags = string.Join(' ', hashtags) }, transaction);

    public void SetApproved(int number, bool approved) =>
        connection.Execute("UPDATE changes SET is_approved = @approved WHERE number = @number", new { number, approved }, transaction);

    public void SetStatus(int number, ChangeStatus status, string? mergeCommit = null) =>
        connection.Execute(
            "UPDATE changes SET status = @status, merge_commit = @mergeCommit WHERE number = @number",
            new { number, status = status.ToString(), mergeCommit },
            transaction);

    public void SetGitParents(int number, int patchset, IEnumerable<GitParentRow> parents) =>
        connection.Execute(
            "INSERT INTO git_parents (number, patchset, position, parent_number, parent_patchset) VALUES (@number, @patchset, @position, @ParentNumber, @ParentPatchset)",
            parents.Select((p, position) => new { number, patchset, position, p.ParentNumber, p.ParentPatchset }),
            transaction);

    public IReadOnlyList<GitParentRow> ListGitParents(int number, int patchset) =>
        connection.Query<GitParentRow>(
            """
            SELECT g.parent_number AS ParentNumber, g.parent_patchset AS ParentPatchset, p.commit_id AS ParentCommit
            FROM git_parents g JOIN patchsets p ON p.number = g.parent_number AND p.patchset = g.parent_patchset
            WHERE g.number = @number AND g.patchset = @patchset ORDER BY g.position
            """,
            new { number, patchset },
            transaction).AsList();

    /// <summary>The patchset that a commit is, on one branch; the newest change's where there are several.</summary>
    public GitParentRow? FindPatchset(string project, string branch, string commit) =>
        connection.QueryFirstOrDefault<GitParentRow>(
            """
            SELECT p.number AS ParentNumber, p.patchset AS ParentPatchset FROM patchsets p JOIN changes c ON c.number = p.number
            WHERE p.commit_id = @commit AND c.project = @project AND c.branch = @branch AND c.status <> 'Abandoned'
            ORDER BY p.number DESC, p.patchset DESC LIMIT 1
            """,
            new { project, branch, commit },
            transaction);

    public void SetDependencies(int number, int patchset, IEnumerable<string> changes) =>
        connection.Execute(
            "INSERT INTO dependencies (number, patchset, position, on_change) VALUES (@number, @patchset, @position, @change)",
            changes.Select((change, position) => new { number, patchset, position, change }),
            transaction);

    public IReadOnlyList<string> ListDependencies(int number, int patchset) =>
        connection.Query<string>(
            "SELECT on_change FROM dependencies WHERE number = @number AND patchset = @patchset ORDER BY position",
            new { number, patchset },
            transaction).AsList();

    /// <summary>The open changes that may need a change or share its topic; what a footer names must be looked up to be sure.</summary>
    /// <param name="id">The change's id.</param>
    /// <param name="number">Its number here, or null for a change of another connection.</param>
    /// <param name="identity">Its <c>Change-Id</c>, or null.</param>
    /// <param name="topic">Its topic, or null.</param>
    /// <returns>The changes, by number.</returns>
    public IReadOnlyList<ChangeRow> ListNear(string id, int? number, string? identity, string? topic) =>
        connection.Query<ChangeRow>(
            $"""
            SELECT {ChangeColumns} FROM changes WHERE status = 'Open' AND number IS NOT @number AND (
                topic = @topic
                OR EXISTS (SELECT 1 FROM git_parents g WHERE g.parent_number = @number AND g.number = changes.number AND g.patchset = changes.patchset)
                OR EXISTS (
                    SELECT 1 FROM dependencies d WHERE d.number = changes.number AND d.patchset = changes.patchset
                    AND (d.on_change IN (@id, @name, @identity) OR d.on_change LIKE @page OR d.on_change LIKE @page || '/')))
            ORDER BY number
            """,
            new { id, number, name = number?.ToString(CultureInfo.InvariantCulture), identity, topic, page = $"http%/changes/{id}" },
            transaction).AsList();

    /// <summary>Records a comment unless one with its key is there.</summary>
    public void AddComment(CommentRow comment) =>
        connection.Execute(
            """
            INSERT INTO comments (report_key, number, patchset, pipeline, kind, message, vote, url, made_at)
            VALUES (@ReportKey, @Number, @Patchset, @Pipeline, @kind, @Message, @Vote, @Url, @now) ON CONFLICT (report_key) DO NOTHING
            """,
            new { comment.ReportKey, comment.Number, comment.Patchset, comment.Pipeline, kind = comment.Kind.ToString(), comment.Message, comment.Vote, comment.Url, now = Now },
            transaction);

    public IReadOnlyList<CommentRow> ListComments(int number, long after) =>
        connection.Query<CommentRow>(
            $"SELECT {CommentColumns} FROM comments WHERE number = @number AND id > @after ORDER BY id", new { number, after }, transaction).AsList();

    public long FindLastComment() => connection.ExecuteScalar<long?>("SELECT max(id) FROM comments", transaction: transaction) ?? 0;

    public void AddEvent(EventKind kind, int? number, string project, string branch, string who) =>
        connection.Execute(
            "INSERT INTO events (kind, number, project, branch, who, made_at) VALUES (@kind, @number, @project, @branch, @who, @now)",
            new { kind = kind.ToString(), number, project, branch, who, now = Now },
            transaction);

    public void AddTagEvent(string project, string tag, string? oldCommit, string newCommit) =>
        connection.Execute(
            "INSERT INTO events (kind, number, project, branch, who, made_at, old_commit, new_commit) VALUES (@kind, NULL, @project, @tag, '', @now, @oldCommit, @newCommit)",
            new { kind = nameof(EventKind.TagPushed), project, tag, now = Now, oldCommit, newCommit },
            transaction);

    /// <summary>The newest event of a kind that happened to a change, or null.</summary>
    public long? FindNewestEvent(int number, EventKind kind) =>
        connection.ExecuteScalar<long?>(
            "SELECT max(id) FROM events WHERE number = @number AND kind = @kind", new { number, kind = kind.ToString() }, transaction);

    public IReadOnlyList<EventRow> ListEvents(long after, int limit) =>
        connection.Query<EventRow>(
            "SELECT id AS Id, kind AS Kind, number AS Number, project AS Project, branch AS Branch, old_commit AS OldCommit, new_commit AS NewCommit FROM events WHERE id > @after ORDER BY id LIMIT @limit",
            new { after, limit },
            transaction).AsList();

    public string? FindMark(string name) =>
        connection.QuerySingleOrDefault<string>("SELECT value FROM marks WHERE name = @name", new { name }, transaction);

    public void SetMark(string name, string value) =>
        connection.Execute(
            "INSERT INTO marks (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = @value", new { name, value }, transaction);
}
