using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>Hands back what a build made, after its last step.</summary>
internal sealed class OutboxCollector(IWorkspaceFiles workspace, Outbox outbox)
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Program = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Copies the files into the outbox.</summary>
    /// <returns>Null, or why the build does not pass.</returns>
    public async Task<StopReason?> CollectAsync(CancellationToken cancellationToken)
    {
        // The paths are the build's own words: where they lead is looked at here.
        var listed = await workspace.ListAsync("outbox", cancellationToken);
        WorkspaceFile[] files = [.. (listed ?? []).Where(file => RelativePath.IsInside(file.Path) && outbox.Files.Any(glob => Glob.IsMatch(glob, file.Path)))];
        if (listed is null || files.Length > outbox.MostFiles)
        {
            return new StopReason(BuildResult.LimitExceeded, $"The build hands on more than {outbox.MostFiles} files. Publish less, or pack them into one.");
        }

        var room = outbox.MostBytes;
        foreach (var file in files)
        {
            room -= file.Size;
            if (room < 0)
            {
                return new StopReason(BuildResult.LimitExceeded, $"The build hands on more than {outbox.MostBytes} bytes. Publish less.");
            }

            if (!await CopyAsync(file, cancellationToken))
            {
                return new StopReason(BuildResult.Failure, $"The file {file.Path} cannot be handed on: it cannot be read, or it changed meanwhile. End what writes it before the last step ends.");
            }
        }

        return null;
    }

    /// <returns>True when as many bytes came as the file had.</returns>
    private async Task<bool> CopyAsync(WorkspaceFile file, CancellationToken cancellationToken)
    {
        var path = Path.Combine(outbox.Folder, file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var target = new FileStream(
            path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = file.IsExecutable ? Program : Plain });
        var rest = file.Size;
        for (var part = 0; rest > 0; part++)
        {
            var bytes = await workspace.ReadPartAsync(file.Path, part, cancellationToken);
            if (bytes is null || bytes.Length != Math.Min(rest, IWorkspaceFiles.PartBytes))
            {
                return false;
            }

            await target.WriteAsync(bytes, cancellationToken);
            rest -= bytes.Length;
        }

        return true;
    }
}
