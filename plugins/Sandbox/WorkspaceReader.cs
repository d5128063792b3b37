using System.Globalization;

namespace PluginCi.Plugins.Sandbox;

/// <summary>Looks into the workspace of a build that runs, by programs inside its sandbox. What it gives may be forged by the build, and by nobody else.</summary>
internal sealed class WorkspaceReader(SandboxProcess process) : IWorkspaceFiles
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<WorkspaceFile>?> ListAsync(string list, CancellationToken cancellationToken)
    {
        await process.AskAsync(list, cancellationToken);
        var found = new Dictionary<string, WorkspaceFile>(StringComparer.Ordinal);
        var isWhole = true;
        while (await process.ReadAnswerAsync(cancellationToken) is { } answer && answer != "end")
        {
            isWhole &= answer != "many";
            if (answer.Split(' ', 4) is ["name", var mode, var size, var path]
                && path.StartsWith("./", StringComparison.Ordinal)
                && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            {
                // Of the mode as octal digits the third from the right is the owner's; an odd one of these may run it.
                found[path[2..]] = new WorkspaceFile(path[2..], bytes, mode.Length >= 3 && (mode[^3] - '0') % 2 == 1);
            }
        }

        return isWhole ? [.. found.Values] : null;
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadPartAsync(string path, int index, CancellationToken cancellationToken)
    {
        await process.AskAsync(string.Create(CultureInfo.InvariantCulture, $"part {index} {path}"), cancellationToken);
        var answer = await process.ReadAnswerAsync(cancellationToken);
        try
        {
            return answer?.StartsWith("part ", StringComparison.Ordinal) is true ? Convert.FromBase64String(answer["part ".Length..]) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
