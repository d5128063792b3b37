using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Scheduler;

namespace PluginCi.Server;

/// <summary>Operators that keep what they were asked, and answer what a test wants answered.</summary>
internal sealed class FakeOperators : IOperators
{
    public List<string> Asked { get; } = [];

    public CommandAnswer Answer { get; set; } = new(true, ["It is done."]);

    public bool IsDown { get; set; }

    public Task<CommandAnswer> EnqueueAsync(string pipeline, string subject, CommandAuthor asked, CancellationToken cancellationToken) =>
        Take($"enqueue {subject} in {pipeline}", asked);

    public Task<CommandAnswer> DequeueAsync(string pipeline, string subject, CommandAuthor asked, CancellationToken cancellationToken) =>
        Take($"dequeue {subject} from {pipeline}", asked);

    public Task<CommandAnswer> PromoteAsync(string pipeline, ImmutableArray<ChangeId> changes, CommandAuthor asked, CancellationToken cancellationToken) =>
        Take($"promote {string.Join(' ', changes)} in {pipeline}", asked);

    public Task<CommandAnswer> FreezeAsync(FreezeWish wish, CommandAuthor asked, CancellationToken cancellationToken) =>
        Take($"freeze {wish.Scope} until {wish.Until:u}{string.Concat(wish.Branches.Select(branch => $" of {branch}"))}{string.Concat(wish.Exceptions.Select(exception => $" but {exception.Topic}{exception.Hashtag}"))}", asked);

    public Task<CommandAnswer> ThawAsync(string scope, CommandAuthor asked, CancellationToken cancellationToken) => Take($"thaw {scope}", asked);

    public Task<CommandAnswer> DrainAsync(string executor, CommandAuthor asked, CancellationToken cancellationToken) => Take($"drain {executor}", asked);

    public Task<CommandAnswer> ResumeAsync(string executor, CommandAuthor asked, CancellationToken cancellationToken) => Take($"resume {executor}", asked);

    private Task<CommandAnswer> Take(string what, CommandAuthor asked)
    {
        Asked.Add($"{what}: {asked.Who}, {asked.Reason}");
        return IsDown ? throw new OutsideException("The review system is down.", isTransient: true) : Task.FromResult(Answer);
    }
}
