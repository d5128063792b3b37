namespace PluginCi.Plugins;

/// <summary>The files of the workspace of a build that runs. What it gives may be forged by the build, and by nobody else; it never goes through a link.</summary>
internal interface IWorkspaceFiles
{
    /// <summary>How large a part of a file is; the last one is smaller.</summary>
    const int PartBytes = 192 * 1024;

    /// <summary>The regular files of a list.</summary>
    /// <param name="list"><c>reports</c>: those that fit <see cref="Model.JobPlan.TestReports"/>. <c>outbox</c>: those that fit <see cref="Plugin.Outbox.Files"/>. Others may be among them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The files, or null when there are too many to list.</returns>
    Task<IReadOnlyList<WorkspaceFile>?> ListAsync(string list, CancellationToken cancellationToken);

    /// <summary>A part of a file.</summary>
    /// <param name="path">The file, from the workspace.</param>
    /// <param name="index">The part, from 0.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns><see cref="PartBytes"/> bytes, fewer of the last part. Null when something that the build left running got between the file and us.</returns>
    Task<byte[]?> ReadPartAsync(string path, int index, CancellationToken cancellationToken);
}

/// <summary>A file of a workspace as its file system tells: path from the workspace, bytes, and whether its owner may run it.</summary>
internal sealed record WorkspaceFile(string Path, long Size, bool IsExecutable);
