using System.Text.Json;
using PluginCi.Model;
using PluginCi.Server;
using Spectre.Console;

namespace PluginCi.Cli;

/// <summary>The story of the demo: repositories, server, pushes, approvals, the gate, the proof. Every step may be done again.</summary>
internal sealed class DemoRun(DemoSite site, bool isOnce, bool isJson)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(300);

    // Twice what it may take; the demo is wrong when it is not over by then.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private readonly TimeProvider _clock = TimeProvider.System;

    /// <returns>True when everything ended as it should.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        Say("Making repositories and starting the server …");
        await site.PrepareAsync(cancellationToken);
        await using var server = await DemoServer.StartAsync(site, cancellationToken);
        using var client = new ServerClient(server.Url);
        var watch = new DemoWatch(client);
        Say($"The server is up at {server.Url}");

        var started = _clock.GetTimestamp();
        await new DemoDevelopers(site).PushAsync(await SubjectsAsync(watch, cancellationToken), cancellationToken);
        var ids = await ApproveAsync(client, watch, cancellationToken);
        var views = await WatchAsync(watch, ids, cancellationToken);
        var wall = _clock.GetElapsedTime(started).TotalSeconds;

        var outcomes = DemoChanges.All.Select(change => DemoWatch.FindOutcome(change, views[change.Subject])!).ToArray();
        string[] troubles = [.. DemoVerdict.FindTroubles(outcomes), .. await new DemoProof(site).FindTroublesAsync(outcomes, cancellationToken)];
        var report = DemoSummary.ReportOf(outcomes, [.. views.Values], wall, troubles.Length == 0);
        Print(report, outcomes, troubles);
        if (!isOnce && !isJson)
        {
            Say($"The server stays up at {server.Url} — look at its pages; end with Ctrl-C.");
            await server.WaitForEndAsync(cancellationToken);
        }

        return report.Ok;
    }

    private static async Task<HashSet<string>> SubjectsAsync(DemoWatch watch, CancellationToken cancellationToken) =>
        [.. (await watch.ReadChangesAsync(cancellationToken)).Select(change => change.Subject)];

    /// <summary>Approves every change that is not approved, in the order of the demo, as fast as it goes.</summary>
    /// <returns>The ids by subject.</returns>
    private async Task<Dictionary<string, string>> ApproveAsync(ServerClient client, DemoWatch watch, CancellationToken cancellationToken)
    {
        var known = await WaitForChangesAsync(watch, cancellationToken);
        foreach (var change in DemoChanges.All.Select(change => known[change.Subject]).Where(change => change is { Status: ChangeStatus.Open, IsApproved: false }))
        {
            if (await client.FindTroubleAsync(change.Id, "approve", cancellationToken) is { } trouble)
            {
                await WaitForApprovalAsync(watch, change.Id, trouble, cancellationToken);
            }
        }

        return known.ToDictionary(entry => entry.Key, entry => entry.Value.Id);
    }

    // A demo that was killed may have approved what its server has not heard of yet; then approving it again is refused.
    private async Task WaitForApprovalAsync(DemoWatch watch, string id, string trouble, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        while ((await watch.ReadChangeAsync(id, cancellationToken)).Change is { Status: ChangeStatus.Open, IsApproved: false })
        {
            EndIfLate(started, $"{id} is not approved: {trouble}");
            await Task.Delay(Look, _clock, cancellationToken);
        }
    }

    private async Task<Dictionary<string, ChangeSummary>> WaitForChangesAsync(DemoWatch watch, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        while (true)
        {
            var known = (await watch.ReadChangesAsync(cancellationToken)).GroupBy(change => change.Subject).ToDictionary(same => same.Key, same => same.First());
            if (DemoChanges.All.All(change => known.ContainsKey(change.Subject)))
            {
                return known;
            }

            EndIfLate(started, "the server does not know all changes");
            await Task.Delay(Look, _clock, cancellationToken);
        }
    }

    /// <summary>Shows the queues until every change has ended.</summary>
    private async Task<Dictionary<string, ChangeView>> WatchAsync(DemoWatch watch, Dictionary<string, string> ids, CancellationToken cancellationToken)
    {
        if (isJson || !AnsiConsole.Profile.Capabilities.Interactive)
        {
            return await WaitForEndsAsync(watch, ids, _ => { }, cancellationToken);
        }

        return await AnsiConsole.Live(new Text("")).StartAsync(
            live => WaitForEndsAsync(watch, ids, queues => live.UpdateTarget(DemoBoard.Draw(queues)), cancellationToken));
    }

    private async Task<Dictionary<string, ChangeView>> WaitForEndsAsync(
        DemoWatch watch, Dictionary<string, string> ids, Action<QueuesView> show, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        var ended = new Dictionary<string, ChangeView>();
        while (ended.Count < DemoChanges.All.Length)
        {
            show(await watch.ReadQueuesAsync(cancellationToken));
            foreach (var change in DemoChanges.All.Where(change => !ended.ContainsKey(change.Subject)))
            {
                var view = await watch.ReadChangeAsync(ids[change.Subject], cancellationToken);
                if (DemoWatch.FindOutcome(change, view) is { } outcome)
                {
                    ended[change.Subject] = view;
                    Tell(outcome);
                }
            }

            EndIfLate(started, $"{DemoChanges.All.Length - ended.Count} changes have not ended");
            await Task.Delay(Look, _clock, cancellationToken);
        }

        return ended;
    }

    // A terminal that cannot redraw (a log, a pipe) gets a line for each end instead of the live table.
    private void Tell(DemoOutcome outcome)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            Say($"{outcome.Id} {outcome.Expected.Project}: {outcome.Expected.Subject}: {outcome.Result}");
        }
    }

    private void EndIfLate(long started, string what)
    {
        if (_clock.GetElapsedTime(started) > Limit)
        {
            throw new DemoException($"After {Limit.TotalMinutes} minutes {what}. Look at {Path.Combine(site.Folder, "data", "logs", "server.log")}.");
        }
    }

    private void Print(DemoReport report, IReadOnlyList<DemoOutcome> outcomes, IReadOnlyList<string> troubles)
    {
        foreach (var trouble in troubles)
        {
            Console.Error.WriteLine(trouble);
        }

        if (isJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, ModelJson.Indented));
        }
        else
        {
            DemoSummary.Print(report, outcomes);
        }
    }

    private void Say(string text)
    {
        if (!isJson)
        {
            AnsiConsole.MarkupLine(Markup.Escape(text));
        }
    }
}
