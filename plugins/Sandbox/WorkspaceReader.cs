using System.Globalization;

namespace PluginCi.Plugins.Sandbox;

/// <summary>Looks into the workspace of a build that runs, by programs inside its sandbox. What it gives may be forged by the build, and by nobody else.</summary>
internal sealed class WorkspaceReader(SandboxProcess process)
{
    /// <summary>The files of a list of the driver.</summary>
    /// <param name="list"><c>reports</c> or <c>outbox</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The files, or null when there are too many to list.</returns>
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

    /// <summary>A part of a file.</summary>
    /// <param name="path">The file, from the workspace.</param>
    /// <param name="index">The part, from 0.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns><see cref="StepDriver.PartBytes"/> bytes, fewer of the last part. Null when something that the build left running got between the file and us.</returns>
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

/// <summary>A file of a workspace as its file system tells: path from the workspace, bytes, and whether its owner may run it.</summary>
internal sealed record WorkspaceFile(string Path, long Size, bool IsExecutable);
