using System.Collections.Immutable;
using System.IO.Enumeration;
using Microsoft.Win32.SafeHandles;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Podman;

/// <summary>The files of a build's workspace, looked at from outside while the build may still change them.</summary>
/// <param name="request">The build.</param>
/// <param name="root">What stands before the path where this process looks at it.</param>
/// <param name="workspace">The workspace, as the kernel names it: on the way to it is no link.</param>
internal sealed class DiskFiles(BuildRequest request, string root, string workspace) : IWorkspaceFiles
{
    private readonly string _workspace = root + workspace;

    // What 10,000 files of usual names take several times over.
    private const int LongestList = 4_000_000;

    public Task<IReadOnlyList<WorkspaceFile>?> ListAsync(string list, CancellationToken cancellationToken)
    {
        var globs = list == "outbox" ? request.Outbox?.Files ?? [] : [.. request.Job.TestReports.Select(glob => request.StartIn == "." ? glob : $"{request.StartIn}/{glob}")];
        return Task.FromResult<IReadOnlyList<WorkspaceFile>?>(List(globs, cancellationToken));
    }

    public Task<byte[]?> ReadPartAsync(string path, int index, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var file = Open(path);
        if (file is null)
        {
            return Task.FromResult<byte[]?>(null);
        }

        var offset = (long)index * IWorkspaceFiles.PartBytes;
        var bytes = new byte[Math.Clamp(RandomAccess.GetLength(file) - offset, 0, IWorkspaceFiles.PartBytes)];
        return Task.FromResult<byte[]?>(RandomAccess.Read(file, bytes, offset) == bytes.Length ? bytes : null);
    }

    private List<WorkspaceFile>? List(ImmutableArray<string> globs, CancellationToken cancellationToken)
    {
        var found = new List<WorkspaceFile>();
        var room = LongestList;
        foreach (var path in Paths())
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var file = globs.Any(glob => Glob.IsMatch(glob, path)) ? Open(path) : null;
            if (file is null)
            {
                continue;
            }

            found.Add(new WorkspaceFile(path, RandomAccess.GetLength(file), File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute)));
            room -= path.Length;
            if (room < 0)
            {
                return null;
            }
        }

        return found;
    }

    /// <summary>Every path below the workspace that is neither a folder nor a link.</summary>
    private FileSystemEnumerable<string> Paths() => new(
        _workspace,
        (ref entry) => Path.GetRelativePath(_workspace, entry.ToFullPath()),
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true })
    {
        ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && !IsLink(ref entry),
        ShouldRecursePredicate = (ref entry) => !IsLink(ref entry),
    };

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    /// <summary>Null when it is no regular file, or when a link is on the way to it.</summary>
    private SafeFileHandle? Open(string found)
    {
        // First only pointed to, for opening may have an effect where a link leads to; then what was pointed to is opened, not what the path leads to by now.
        var whole = Path.Combine(workspace, found);
        var descriptor = Native.Open(root + whole, Native.PointTo);
        using var pointer = new SafeFileHandle(descriptor, ownsHandle: true);
        var self = $"/proc/self/fd/{descriptor}";
        if (descriptor < 0 || new FileInfo(self).LinkTarget != whole || Native.Open(self, Native.ReadAtOnce) is not (>= 0 and var opened))
        {
            return null;
        }

        var file = new SafeFileHandle(opened, ownsHandle: true);
        if (Native.HasPlaces(file) && !File.GetAttributes(file).HasFlag(FileAttributes.Directory))
        {
            return file;
        }

        file.Dispose();
        return null;
    }
}
