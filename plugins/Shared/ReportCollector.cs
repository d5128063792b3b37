using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>Takes the reports of a build out of its workspace, after its last step and before it ends.</summary>
internal sealed class ReportCollector(IWorkspaceFiles workspace, BuildRequest request)
{
    private const int MostReports = 100;
    private const int MostBytes = 16 << 20;
    private const int MostParts = 22;

    private string StartIn => request.StartIn == "." ? "" : $"{request.StartIn}/";

    public async Task<ImmutableArray<ReportFile>> CollectAsync(CancellationToken cancellationToken)
    {
        if (request.Job.TestReports.IsEmpty)
        {
            return [];
        }

        var names = (await workspace.ListAsync("reports", cancellationToken) ?? [])
            .Where(file => file.Path.StartsWith(StartIn, StringComparison.Ordinal))
            .Select(file => file.Path[StartIn.Length..])
            .Where(name => request.Job.TestReports.Any(glob => Glob.IsMatch(glob, name)));
        var room = MostBytes;
        var reports = ImmutableArray.CreateBuilder<ReportFile>();
        foreach (var name in names.Order(StringComparer.Ordinal).Take(MostReports))
        {
            if (room == 0)
            {
                break;
            }

            if (await ReadAsync(StartIn + name, cancellationToken) is { Count: > 0 } content)
            {
                reports.Add(new ReportFile(name, content.ToArray().AsMemory(0, Math.Min(content.Count, room))));
                room -= reports[^1].Content.Length;
            }
        }

        return reports.ToImmutable();
    }

    /// <returns>The bytes: none of a file that is empty or gone.</returns>
    private async Task<List<byte>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var content = new List<byte>();
        for (var part = 0; part < MostParts && await workspace.ReadPartAsync(path, part, cancellationToken) is { } bytes; part++)
        {
            content.AddRange(bytes);
            if (bytes.Length < IWorkspaceFiles.PartBytes)
            {
                break;
            }
        }

        return content;
    }
}
