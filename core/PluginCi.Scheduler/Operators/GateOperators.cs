using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Finds the queues that a command is for, and asks them.</summary>
internal sealed class GateOperators(
    SiteKeeper sites,
    QueueSet queues,
    Connections connections,
    Repositories repositories,
    RelatedChanges related,
    Tips tips,
    ScheduleWorker schedule,
    CommandDesk desk,
    ExecutorDesk executors,
    TimeProvider clock) : IOperators
{
    public async Task<CommandAnswer> EnqueueAsync(string pipeline, string subject, CommandAuthor asked, CancellationToken cancellationToken)
    {
        if (await FindObstacleAsync(pipeline, cancellationToken) is { } obstacle)
        {
            return Refused(obstacle);
        }

        return IsRef(subject)
            ? await EnqueueRefAsync(pipeline, new ProjectBranch(subject), asked, cancellationToken)
            : await EnqueueChangeAsync(pipeline, new ChangeId(subject), asked, cancellationToken);
    }

    public async Task<CommandAnswer> DequeueAsync(string pipeline, string subject, CommandAuthor asked, CancellationToken cancellationToken)
    {
        if (await FindObstacleAsync(pipeline, cancellationToken) is { } obstacle)
        {
            return Refused(obstacle);
        }

        if (IsRef(subject))
        {
            var tested = new ProjectBranch(subject);
            return queues.Find(tested.Project) is { } queue
                ? await desk.AskAsync([queue], new DequeueRef(pipeline, tested), asked, cancellationToken)
                : Refused(NoProject(tested.Project));
        }

        var change = new ChangeId(subject);
        return FindQueue(pipeline, change) is { } holder
            ? await desk.AskAsync([holder], new DequeueChange(pipeline, change), asked, cancellationToken)
            : Refused($"{change} is not in {pipeline}.");
    }

    public async Task<CommandAnswer> PromoteAsync(
        string pipeline, ImmutableArray<ChangeId> changes, CommandAuthor asked, CancellationToken cancellationToken)
    {
        if (await FindObstacleAsync(pipeline, cancellationToken) is { } obstacle)
        {
            return Refused(obstacle);
        }

        if (changes.FirstOrDefault(change => FindQueue(pipeline, change) is null) is { Value: not null } missing)
        {
            return Refused($"{missing} is not in {pipeline}.");
        }

        var holders = changes.Select(change => FindQueue(pipeline, change)!).Distinct().ToArray();
        return holders.Length == 1
            ? await desk.AskAsync(holders, new PromoteChanges(pipeline, changes), asked, cancellationToken)
            : Refused($"{string.Join(", ", changes)} are in {holders.Length} queues, which do not wait for each other: {string.Join(", ", holders.Select(queue => queue.Name))}. Promote them one by one.");
    }

    public async Task<CommandAnswer> FreezeAsync(FreezeWish wish, CommandAuthor asked, CancellationToken cancellationToken)
    {
        if (await FindObstacleAsync(null, cancellationToken) is { } obstacle)
        {
            return Refused(obstacle);
        }

        var concerned = queues.All.Where(queue => QueueSet.IsIn(queue.State.Rules, wish.Scope)).ToArray();
        if (concerned.Length == 0)
        {
            return Refused($"Nothing is called {wish.Scope}. Known are {string.Join(", ", Scopes())}.");
        }

        if (wish.Until <= clock.GetUtcNow())
        {
            return Refused($"The freeze would end at {wish.Until:u}, which is over; give a time in the future.");
        }

        if (string.IsNullOrWhiteSpace(asked.Reason))
        {
            return Refused($"A freeze of {wish.Scope} needs a reason: those who wait ask for it.");
        }

        var command = new FreezeMerges(wish.Scope, asked.Reason, wish.Until) { Branches = wish.Branches, Exceptions = wish.Exceptions };
        var answer = await desk.AskAsync(concerned, command, asked with { Reason = "" }, cancellationToken);
        schedule.Wake();
        return answer;
    }

    public async Task<CommandAnswer> ThawAsync(string scope, CommandAuthor asked, CancellationToken cancellationToken)
    {
        if (await FindObstacleAsync(null, cancellationToken) is { } obstacle)
        {
            return Refused(obstacle);
        }

        var frozen = queues.All.Where(queue => queue.State.Freezes.Any(freeze => freeze.Scope == scope)).ToArray();
        var byOperators = frozen.Where(queue => queue.State.Freezes.Any(freeze => freeze.Scope == scope && !freeze.IsOfSite)).ToArray();
        if (frozen.Length > 0)
        {
            // What only the site freezes a queue refuses to thaw, and says where it stands.
            return await desk.AskAsync(byOperators.Length > 0 ? byOperators : frozen, new ThawMerges(scope), asked, cancellationToken);
        }

        var scopes = queues.All.SelectMany(queue => queue.State.Freezes).Select(freeze => freeze.Scope).Distinct().Order(StringComparer.Ordinal).ToArray();
        return Refused(scopes.Length == 0 ? $"{scope} is not frozen; nothing is." : $"{scope} is not frozen. Frozen are {string.Join(", ", scopes)}.");
    }

    public Task<CommandAnswer> DrainAsync(string executor, CommandAuthor asked, CancellationToken cancellationToken) => executors.DrainAsync(executor, asked, cancellationToken);

    public Task<CommandAnswer> ResumeAsync(string executor, CommandAuthor asked, CancellationToken cancellationToken) => executors.ResumeAsync(executor, asked, cancellationToken);

    private async Task<CommandAnswer> EnqueueChangeAsync(string pipeline, ChangeId id, CommandAuthor asked, CancellationToken cancellationToken)
    {
        if (connections.FindSource(id.Connection) is not { } source)
        {
            return Refused($"There is no connection {id.Connection}. The connections are {string.Join(", ", connections.Sources.Select(known => known.Connection))}.");
        }

        if (await source.FindChangeAsync(id, cancellationToken) is not { } change)
        {
            return Refused($"There is no change {id}.");
        }

        if (queues.Find(change.Project) is not { } queue)
        {
            return Refused(NoProject(change.Project));
        }

        var others = await related.FindAsync(change, cancellationToken);
        if (queues.FindMerging([.. others, change]) is { } merging)
        {
            return Refused($"{id}, or what it has to do with, is being merged by queue {merging.Name}, which its project left a moment ago.");
        }

        await tips.EnsureAsync(queue, [.. others, change], cancellationToken);
        return await desk.AskAsync([queue], new EnqueueChange(pipeline, change, others), asked, cancellationToken);
    }

    private async Task<CommandAnswer> EnqueueRefAsync(string pipeline, ProjectBranch name, CommandAuthor asked, CancellationToken cancellationToken)
    {
        if (queues.Find(name.Project) is not { } queue)
        {
            return Refused(NoProject(name.Project));
        }

        var connection = sites.Current.ConnectionOf(name.Project);
        var cause = Trigger.Manual;
        var commit = await repositories.ReadTipAsync(connection, name, cancellationToken);
        if (commit is null)
        {
            cause = Trigger.Tag;
            commit = await repositories.ReadTagAsync(connection, name, cancellationToken);
        }

        return commit is null
            ? Refused($"{name.Project} has neither a branch nor a tag {name.Branch}.")
            : await desk.EnqueueAsync(queue, pipeline, new RefUpdate(name.Project, name.Branch, null, commit, cause), asked, cancellationToken);
    }

    private async Task<string?> FindObstacleAsync(string? pipeline, CancellationToken cancellationToken)
    {
        if (!sites.HasSite)
        {
            return "There is no site yet, so there are no queues.";
        }

        await queues.WhenStarted.WaitAsync(cancellationToken);
        var known = sites.Current.PipelineNames;
        return pipeline is null || known.Contains(pipeline) ? null : $"There is no pipeline {pipeline}. Known pipelines: {string.Join(", ", known)}.";
    }

    private QueueLoop? FindQueue(string pipeline, ChangeId change) =>
        queues.All.FirstOrDefault(queue => queue.State.Queues.Any(items => items.Pipeline == pipeline && items.FindLive(change) is not null));

    private string NoProject(ProjectName project) =>
        $"Project {project} is not in the site. Known projects: {string.Join(", ", sites.Current.Plan.Projects.Select(known => known.Name).Take(50))}.";

    private IEnumerable<string> Scopes() => queues.All
        .Select(queue => queue.State.Rules)
        .SelectMany(rules => rules.Groups.Keys.Append(rules.Name.Value).Concat(rules.Projects.Keys.Select(project => project.Value)))
        .Except([Freeze.Everything])
        .Order(StringComparer.Ordinal)
        .Prepend(Freeze.Everything);

    // The number of a change has no @, the name of a project neither.
    private static bool IsRef(string subject) => subject.Contains('@', StringComparison.Ordinal);

    private static CommandAnswer Refused(string reason) => new(false, [reason]);
}
