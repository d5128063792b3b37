using System.Text.Json;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Puts what a build is handed into its workspace, before it runs.</summary>
/// <param name="blobs">The contents of artifacts.</param>
/// <remarks>Nothing of the build runs yet, so nobody changes a workspace while it is filled; but its checkout may hold links to anywhere.</remarks>
public sealed class WorkspaceFiller(BlobStore blobs)
{
    private const UnixFileMode Program = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Fills a workspace and makes the outbox.</summary>
    /// <param name="request">The build, with an outbox.</param>
    /// <param name="handed">What the jobs that it needs hand on, by name; of two with one name the first counts.</param>
    /// <returns>Null, or one sentence about why the build fails.</returns>
    /// <exception cref="IOException">A content is gone or damaged, or the workspace cannot be written.</exception>
    public string? Fill(BuildRequest request, IReadOnlyCollection<(string Job, Handover Handover)> handed)
    {
        ArgumentNullException.ThrowIfNull(request);
        Directory.CreateDirectory(request.Outbox?.Folder ?? throw new ArgumentException("The request has no outbox.", nameof(request)));
        foreach (var fetch in request.Job.Fetches)
        {
            var artifact = handed.FirstOrDefault(one => one.Job == fetch.Job).Handover?.Artifacts.FirstOrDefault(artifact => artifact.Name == fetch.Artifact)
                ?? throw new IOException($"The artifact '{fetch.Artifact}' of {fetch.Job} is gone: it was removed, as it is too old. Build {fetch.Job} again.");
            foreach (var file in artifact.Files)
            {
                if (Place(request.Workspace, HandoverPaths.Below(request.StartIn, file.Path), file) is { } obstacle)
                {
                    return $"The file {file.Path} of the artifact '{fetch.Artifact}' of {fetch.Job} cannot be put into the workspace: {obstacle}";
                }
            }
        }

        // After the artifacts: what is in the workspace under this name is nobody's but ours.
        return Clear(request.Workspace, HandoverPaths.Data) is { } inTheWay ? $"The data of other jobs cannot be put into the workspace: {inTheWay}" : WriteData(request.Workspace, handed);
    }

    private static string? WriteData(string workspace, IReadOnlyCollection<(string Job, Handover Handover)> handed)
    {
        using var file = new FileStream(Path.Combine(workspace, HandoverPaths.Data), FileMode.CreateNew);
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        foreach (var (job, handover) in handed.Where(one => one.Handover.Data is not null).DistinctBy(one => one.Job))
        {
            json.WritePropertyName(job);
            json.WriteRawValue(handover.Data!);
        }

        json.WriteEndObject();
        return null;
    }

    private string? Place(string workspace, string path, ArtifactFile file)
    {
        if (!RelativePath.IsInside(path))
        {
            return "it leads out of it.";
        }

        if (Clear(workspace, path) is { } obstacle)
        {
            return obstacle;
        }

        using var content = blobs.OpenChecked(file.Hash);
        var target = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (file.IsExecutable && !OperatingSystem.IsWindows())
        {
            target.UnixCreateMode = Program;
        }

        using var written = new FileStream(Path.Combine(workspace, path), target);
        content.CopyTo(written);
        return null;
    }

    /// <summary>Makes the folders of a path and removes a file or link that is there already.</summary>
    /// <returns>Null, or what is in the way.</returns>
    private static string? Clear(string workspace, string path)
    {
        var parts = path.Split('/');
        var folder = workspace;
        foreach (var part in parts[..^1])
        {
            folder = Path.Combine(folder, part);
            var found = new DirectoryInfo(folder);
            if (found.LinkTarget is not null || File.Exists(folder))
            {
                return $"{Path.GetRelativePath(workspace, folder)} is a link or a file there, not a folder.";
            }

            found.Create();
        }

        var target = new FileInfo(Path.Combine(folder, parts[^1]));
        if (target.LinkTarget is null && Directory.Exists(target.FullName))
        {
            return $"{path} is a folder there.";
        }

        target.Delete();
        return null;
    }
}
