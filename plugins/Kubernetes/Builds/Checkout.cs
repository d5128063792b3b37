using System.Formats.Tar;
using System.Text;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Brings a checkout and the program of its steps into a pod, and starts them.</summary>
internal sealed class Checkout : IDisposable
{
    // What was done before the server was restarted, or before a connection was lost, is not done twice.
    private const string Fill = $"""
        set -e
        [ ! -e {PodMaker.Control}/filled ] || exit 0
        head -c "$1" | tar -xf - -C {PodMaker.Disk}
        program=$(cat {PodMaker.Disk}/program)
        rm {PodMaker.Disk}/program
        : > {PodMaker.Control}/filled
        printf '%s\n' "$program" > {PodMaker.Control}/go
        """;

    private readonly FileStream _archive;

    private Checkout(FileStream archive) => _archive = archive;

    /// <summary>How many bytes it has.</summary>
    public long Size => _archive.Length;

    /// <summary>Packs it.</summary>
    /// <param name="request">The build.</param>
    /// <param name="program">The program of its steps.</param>
    /// <param name="folder">Where the archive is made; it has no name there.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OutsideException">The workspace is not there or cannot be read.</exception>
    public static async Task<Checkout> PackAsync(BuildRequest request, string program, string folder, CancellationToken cancellationToken)
    {
        var archive = new FileStream(Path.Combine(folder, $"{Guid.NewGuid():N}.tar"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        try
        {
            await using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
            {
                foreach (var path in Directory.EnumerateFileSystemEntries(request.Workspace, "*", Everything))
                {
                    await writer.WriteEntryAsync(path, $"workspace/{Path.GetRelativePath(request.Workspace, path)}", cancellationToken);
                }

                using var text = new MemoryStream(Encoding.UTF8.GetBytes(program));
                await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "program") { DataStream = text }, cancellationToken);
            }

            return new Checkout(archive);
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

    /// <summary>Sends it.</summary>
    /// <returns>How the unpacking ended.</returns>
    public async Task<ExecEnd> SendAsync(ApiClient api, string pod, CancellationToken cancellationToken)
    {
        _archive.Position = 0;
        return await api.ExecAsync(pod, PodMaker.Files, ["/bin/sh", "-c", Fill, "fill", $"{Size}"], _archive, _ => ValueTask.CompletedTask, cancellationToken);
    }

    public void Dispose() => _archive.Dispose();

    private static EnumerationOptions Everything => new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };
}
