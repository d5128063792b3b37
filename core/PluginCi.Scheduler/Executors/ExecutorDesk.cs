using System.Text.Json;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Drains executors when operators ask, and remembers it over restarts.</summary>
internal sealed class ExecutorDesk(BuildSlots slots, MarkStore marks, Board board, TimeProvider clock)
{
    /// <summary>Takes up what was asked before the start.</summary>
    public void Recall()
    {
        foreach (var name in Names())
        {
            if (marks.Find(MarkOf(name)) is { Length: > 0 } stored)
            {
                Show(name, JsonSerializer.Deserialize<Drain>(stored, ModelJson.Options));
            }
        }
    }

    public async Task<CommandAnswer> DrainAsync(string executor, CommandAuthor asked, CancellationToken cancellationToken)
    {
        if (FindObstacle(executor) is { } obstacle)
        {
            return new CommandAnswer(false, [obstacle]);
        }

        if (string.IsNullOrWhiteSpace(asked.Reason))
        {
            return new CommandAnswer(false, [$"A drain of {executor} needs a reason: those whose builds wait ask for it."]);
        }

        var drain = new Drain(asked.Who, asked.Reason, clock.GetUtcNow());
        await marks.SetAsync(MarkOf(executor), JsonSerializer.Serialize(drain, ModelJson.Options), cancellationToken);
        Show(executor, drain);
        var running = slots.Standings().First(standing => standing.Name == executor).Running.Length;
        return new CommandAnswer(true, [$"{executor} gets no more builds: {drain}. {(running == 0 ? "It runs none." : $"It still runs {running}, which go on to their end.")}"]);
    }

    public async Task<CommandAnswer> ResumeAsync(string executor, CommandAuthor asked, CancellationToken cancellationToken)
    {
        if (FindObstacle(executor) is { } obstacle)
        {
            return new CommandAnswer(false, [obstacle]);
        }

        if (slots.Standings().First(standing => standing.Name == executor).Drain is null)
        {
            return new CommandAnswer(false, [$"{executor} is not drained."]);
        }

        await marks.SetAsync(MarkOf(executor), "", cancellationToken);
        Show(executor, null);
        return new CommandAnswer(true, [$"{executor} gets builds again, as {asked.WithReason} asked."]);
    }

    private void Show(string executor, Drain? drain)
    {
        slots.SetDrain(executor, drain);
        board.Warn(MarkOf(executor), drain is null ? null : $"Executor {executor} gets no more builds: {drain}. `pluginci executor resume {executor}` ends that.");
    }

    private string? FindObstacle(string executor) => Names().Contains(executor) ? null : $"There is no executor {executor}. The executors are {string.Join(", ", Names())}.";

    private IEnumerable<string> Names() => slots.Standings().Select(standing => standing.Name);

    private static string MarkOf(string executor) => $"drain:{executor}";
}
