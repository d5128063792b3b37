using System.Text.Json;
using PluginCi.Model;
using PluginCi.Server;

namespace PluginCi.Cli;

/// <summary>Reads from the server what became of the demo's changes.</summary>
/// <param name="client">The server.</param>
internal sealed class DemoWatch(ServerClient client)
{
    private const string Gate = "gate";

    public async Task<IReadOnlyList<ChangeSummary>> ReadChangesAsync(CancellationToken cancellationToken) =>
        await ReadAsync<ChangeSummary[]>("api/changes?most=100", cancellationToken);

    public async Task<QueuesView> ReadQueuesAsync(CancellationToken cancellationToken) =>
        await ReadAsync<QueuesView>("api/queues", cancellationToken);

    public async Task<ChangeView> ReadChangeAsync(string id, CancellationToken cancellationToken) =>
        await ReadAsync<ChangeView>($"api/changes/{id}", cancellationToken);

    /// <summary>What became of a change, or null while it is under way.</summary>
    public static DemoOutcome? FindOutcome(DemoChange expected, ChangeView view)
    {
        var end = view.Reports.LastOrDefault(report => report.Pipeline == Gate && report.Kind != ReportKind.Start);
        if (end is null || view.Places.Any(place => place.Pipeline == Gate) || (end.Kind == ReportKind.Success && view.Change.Status != ChangeStatus.Merged))
        {
            return null;
        }

        var start = view.Reports.FirstOrDefault(report => report.Pipeline == Gate)?.At ?? end.At;
        return new DemoOutcome(expected, view.Change.Id, end.Kind == ReportKind.Success, end.Message, Math.Round((end.At - start).TotalSeconds, 2));
    }

    private async Task<T> ReadAsync<T>(string path, CancellationToken cancellationToken)
    {
        var (found, trouble) = await client.GetAsync(path, cancellationToken);
        return found is { } json ? json.Deserialize<T>(ModelJson.Options)! : throw new DemoException(trouble);
    }
}
