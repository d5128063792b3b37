using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Plugins.Git.Review;

/// <summary>Makes and updates changes from the commits of a push.</summary>
internal sealed class PushRecorder(ReviewStore store, RepositoryGit git, string project, string? pusher)
{
    /// <summary>Records all commits of one pushed ref, or none of them.</summary>
    public async Task<PushResult> RecordAsync(string pushedRef, string commit, PushOptions options, CancellationToken cancellationToken)
    {
        var (branch, commits, obstacle) = await new PushReader(git).ReadAsync(pushedRef, commit, cancellationToken);
        if (obstacle is not null)
        {
            return new PushResult.Refused(obstacle);
        }

        var kinds = await FindKindsAsync(branch, commits, cancellationToken);
        return store.Write(session => Record(session, branch, commits, kinds, options, cancellationToken));
    }

    /// <summary>Compares the commits with the patchsets that they follow, before the state is locked: one that another push follows meanwhile is a rework.</summary>
    private async Task<Dictionary<(string Before, string Now), PatchsetKind>> FindKindsAsync(
        string branch, ImmutableArray<PushedCommit> commits, CancellationToken cancellationToken)
    {
        var identities = DistinctIdentities(commits);
        var before = store.Read(session => identities.Select(identity => session.FindChange(project, branch, identity)?.CommitId).ToArray());
        var kinds = new Dictionary<(string, string), PatchsetKind>();
        foreach (var (commit, known) in commits.Zip(before).Where(pair => pair.Second is not null && pair.Second != pair.First.Id))
        {
            kinds[(known!, commit.Id)] = await new PatchsetKinds(git).CompareAsync(known!, commit.Id, cancellationToken);
        }

        return kinds;
    }

    private PushResult Record(
        ReviewSession session,
        string branch,
        ImmutableArray<PushedCommit> commits,
        Dictionary<(string Before, string Now), PatchsetKind> kinds,
        PushOptions options,
        CancellationToken cancellationToken)
    {
        var identities = DistinctIdentities(commits);
        for (var i = 0; i < commits.Length; i++)
        {
            if (session.FindChange(project, branch, identities[i]) is { Status: not ChangeStatus.Open } closed)
            {
                return new PushResult.Refused(ExplainClosed(closed, commits[i]));
            }
        }

        var changes = new List<RecordedChange>();
        var ahead = new List<GitParentRow>(FindBase(session, branch, commits[0]));
        var refs = new List<string>();
        for (var i = 0; i < commits.Length; i++)
        {
            var recorded = RecordOne(session, branch, identities[i], commits[i], ahead, kinds, options);
            changes.Add(recorded);
            ahead.Insert(0, new GitParentRow { ParentNumber = recorded.Row.Number, ParentPatchset = recorded.Row.Patchset });
            var name = ChangeRow.RefOf(recorded.Row.Number, recorded.Row.Patchset);
            refs.Add($"update {name} {recorded.Row.CommitId}\n");

            // Who holds the write lock is the only one who writes this ref: a lock that is there was left by one who was killed.
            git.RemoveLockOf(name);
        }

        // Within the transaction, which holds the only write lock: a crash before its commit leaves refs that no change
        // knows, and the next push that gets these numbers overwrites them. The other order could leave a change without commit.
        git.RunAsync(["update-ref", "--stdin"], string.Concat(refs), cancellationToken).GetAwaiter().GetResult();
        return new PushResult.Recorded([.. changes]);
    }

    private RecordedChange RecordOne(
        ReviewSession session,
        string branch,
        string identity,
        PushedCommit commit,
        List<GitParentRow> ahead,
        Dictionary<(string Before, string Now), PatchsetKind> kinds,
        PushOptions options)
    {
        var known = session.FindChange(project, branch, identity);
        var owner = pusher ?? commit.Author;
        var number = known?.Number ?? session.AddChange(new ChangeRow { Project = project, Branch = branch, Identity = identity, Owner = owner });
        var novelty = known is null ? Novelty.New : known.CommitId == commit.Id ? Novelty.Unchanged : Novelty.Updated;
        ImmutableArray<string> warnings = [];
        if (novelty != Novelty.Unchanged)
        {
            var patchset = (known?.Patchset ?? 0) + 1;
            session.AddPatchset(number, patchset, commit.Id, commit.Subject, kinds.GetValueOrDefault((known?.CommitId ?? "", commit.Id)));
            session.SetGitParents(number, patchset, ahead);
            session.SetDependencies(number, patchset, commit.DependsOn.Distinct());
            warnings = WarnOfUnknown(session, commit);
            session.AddEvent(EventKind.Patchset, number, project, branch, owner);
        }

        ApplyOptions(session, number, known, novelty, branch, owner, options);
        return new RecordedChange(session.FindChange(number)!, novelty, warnings);
    }

    private void ApplyOptions(
        ReviewSession session, int number, ChangeRow? known, Novelty novelty, string branch, string owner, PushOptions options)
    {
        if (Edit(session, number, known, options))
        {
            session.AddEvent(EventKind.Updated, number, project, branch, owner);
        }

        if (options.Approve && (novelty != Novelty.Unchanged || known is { IsApproved: false }))
        {
            session.SetApproved(number, approved: true);
            session.AddEvent(EventKind.Approved, number, project, branch, owner);
        }
    }

    /// <returns>True when something of it is new.</returns>
    private static bool Edit(ReviewSession session, int number, ChangeRow? known, PushOptions options)
    {
        var isNew = false;
        if (options.Topic is { } topic && topic != known?.Topic)
        {
            isNew = true;
            session.SetTopic(number, topic);
        }

        if (options.WorkInProgress is { } isWorkInProgress && isWorkInProgress != (known?.IsWorkInProgress ?? false))
        {
            isNew = true;
            session.SetWorkInProgress(number, isWorkInProgress);
        }

        if (options.Private is { } isPrivate && isPrivate != (known?.IsPrivate ?? false))
        {
            isNew = true;
            session.SetPrivate(number, isPrivate);
        }

        string[] hashtags = known?.Hashtags.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (options.Hashtags.Except(hashtags).Any())
        {
            isNew = true;
            session.SetHashtags(number, hashtags.Union(options.Hashtags));
        }

        return isNew;
    }

    private IEnumerable<GitParentRow> FindBase(ReviewSession session, string branch, PushedCommit oldest) =>
        session.FindPatchset(project, branch, oldest.Parents[0]) is { } merged ? [merged] : [];

    private static ImmutableArray<string> WarnOfUnknown(ReviewSession session, PushedCommit commit) =>
    [
        .. commit.DependsOn
            .Where(name => DependencyNames.Find(session, name).Count == 0)
            .Select(name => $"Depends-On: {name} names no change that is known here yet; this one cannot be merged before there is one"),
    ];

    // Scripts may make two commits within a second with the same subject; the second is "#2" as long as their order stays.
    private static string[] DistinctIdentities(ImmutableArray<PushedCommit> commits)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. commits.Select(commit =>
        {
            var times = seen[commit.Identity] = seen.GetValueOrDefault(commit.Identity) + 1;
            return times == 1 ? commit.Identity : $"{commit.Identity} #{times}";
        })];
    }

    private static string ExplainClosed(ChangeRow closed, PushedCommit commit) =>
        closed.Status == ChangeStatus.Merged
            ? $"{commit.Id[..10]} belongs to {closed.Id}, which is merged; give it "
                + (commit.FooterId is null ? "another subject" : "another Change-Id") + " to make a new change"
            : $"{commit.Id[..10]} belongs to {closed.Id}, which was abandoned; restore it first with 'pluginci change restore {closed.Number}'";
}
