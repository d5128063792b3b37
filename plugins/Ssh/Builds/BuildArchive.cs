using System.Formats.Tar;
using System.Text;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Ssh;

/// <summary>A build as the driver takes it: one archive of its checkout and the two files of <see cref="BuildProgram"/>, the one last whose presence tells that it came whole.</summary>
internal static class BuildArchive
{
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Packs it.</summary>
    /// <param name="request">The build.</param>
    /// <param name="job">The file <c>job</c>.</param>
    /// <param name="folder">Where the archive is made; it goes with the stream.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OutsideException">The workspace is not there or cannot be read.</exception>
    public static Task<FileStream> PackAsync(BuildRequest request, string job, string folder, CancellationToken cancellationToken) => WorkspaceArchive.PackAsync(
        request,
        folder,
        async writer =>
        {
            await WriteAsync(writer, "job", job, cancellationToken);
            await WriteAsync(writer, "program", BuildProgram.Program(request), cancellationToken);
        },
        cancellationToken);

    private static async Task WriteAsync(TarWriter writer, string name, string content, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(content));
        await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = text, Mode = Ours }, cancellationToken);
    }
}
