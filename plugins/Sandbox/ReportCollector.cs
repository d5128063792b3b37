using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Sandbox;

/// <summary>Takes the reports of a build out of its sandbox, after its last step and before it ends.</summary>
internal sealed class ReportCollector(SandboxProcess process, ImmutableArray<string> globs)
{
    private const int MostReports = 100;
    private const int MostBytes = 16 << 20;

    public async Task<ImmutableArray<ReportFile>> CollectAsync(CancellationToken cancellationToken)
    {
        if (globs.IsEmpty)
        {
            return [];
        }

        await process.AskForReportsAsync(cancellationToken);
        var names = await ReadAsync("name ", StepDriver.MostNames, cancellationToken);
        var room = MostBytes;
        var reports = ImmutableArray.CreateBuilder<ReportFile>();
        foreach (var name in names.Where(name => globs.Any(glob => Glob.IsMatch(glob, name))).Order(StringComparer.Ordinal).Take(MostReports))
        {
            if (room == 0)
            {
                break;
            }

            await process.AskForReportAsync(name, cancellationToken);
            if (Decode(await ReadAsync("part ", StepDriver.MostParts, cancellationToken)) is { Length: > 0 } content)
            {
                reports.Add(new ReportFile(name, content.AsMemory(0, Math.Min(content.Length, room))));
                room -= reports[^1].Content.Length;
            }
        }

        return reports.ToImmutable();
    }

    /// <returns>The bytes: none of a file that is empty or gone. Null when something that the build left running got between the file and us.</returns>
    private static byte[]? Decode(List<string> parts)
    {
        try
        {
            return [.. parts.SelectMany(Convert.FromBase64String)];
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <returns>What follows the mark in each answer up to the end, or up to where the sandbox is gone.</returns>
    private async Task<List<string>> ReadAsync(string mark, int most, CancellationToken cancellationToken)
    {
        var read = new List<string>();
        while (await process.ReadAnswerAsync(cancellationToken) is { } answer && answer != "end")
        {
            if (read.Count < most && answer.StartsWith(mark, StringComparison.Ordinal))
            {
                read.Add(answer[mark.Length..]);
            }
        }

        return read;
    }
}
