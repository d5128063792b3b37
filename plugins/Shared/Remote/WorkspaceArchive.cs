using System.Formats.Tar;
using System.IO.Enumeration;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>Packs the checkout of a build for another machine. A link in it is packed as a link: what it leads to on this machine is none of the build's business.</summary>
internal static class WorkspaceArchive
{
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Packs it below <c>workspace</c>.</summary>
    /// <param name="request">The build.</param>
    /// <param name="folder">Where the archive lies, without a name there, so that it goes with this process however that ends.</param>
    /// <param name="more">Adds what else goes with it, after it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The archive. One that is longer than the job's disk is cut there and of no use.</returns>
    /// <exception cref="OutsideException">The workspace is not there or cannot be read.</exception>
    public static async Task<FileStream> PackAsync(BuildRequest request, string folder, Func<TarWriter, Task> more, CancellationToken cancellationToken)
    {
        var archive = Open(Path.Combine(folder, $"{Guid.NewGuid():N}.tar"));
        try
        {
            await using var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true);
            foreach (var path in Entries(request.Workspace))
            {
                await writer.WriteEntryAsync(path, $"workspace/{Path.GetRelativePath(request.Workspace, path)}", cancellationToken);
                if (archive.Length > request.Job.Limits.DiskBytes)
                {
                    return archive;
                }
            }

            await more(writer);
            return archive;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await archive.DisposeAsync();
            throw new OutsideException($"The workspace {request.Workspace} of build '{request.Build}' could not be read: {exception.Message}", isTransient: false, exception);
        }
        catch
        {
            await archive.DisposeAsync();
            throw;
        }
    }

    private static FileStream Open(string path)
    {
        var archive = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous, UnixCreateMode = Ours });
        File.Delete(path);
        return archive;
    }

    private static FileSystemEnumerable<string> Entries(string folder) => new(
        folder, (ref entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
    {
        ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
    };
}
