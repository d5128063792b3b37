using System.Formats.Tar;
using System.Globalization;
using System.Text;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Brings a checkout and the program of its steps into a pod, and starts them.</summary>
internal sealed class Checkout : IDisposable
{
    private const string Filled = $"{PodMaker.Control}/filled";
    private const string Program = $"{PodMaker.Disk}/program";
    private const string Started = $"{PodMaker.Control}/started";

    // tar is content with an archive that ends between two of its files. The program is the last.
    private const int CutShort = 75;

    // What was done before the server was restarted, or before a connection was lost, is not done twice. When the steps began is told by this server's clock.
    private const string Begin = $"""
        if [ ! -e {Started} ]; then
            program=$(cat {Program})
            printf '%s' "$1" > {Started}
            rm {Program}
            printf '%s\n' "$program" > {PodMaker.Control}/go
        fi
        """;

    private const string TellStart = $"[ ! -e {Started} ] || cat {Started}";

    private readonly FileStream _archive;
    private readonly BuildRequest _request;

    private Checkout(FileStream archive, BuildRequest request) => (_archive, _request) = (archive, request);

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
        var archive = await WorkspaceArchive.PackAsync(
            request,
            folder,
            async writer =>
            {
                using var text = new MemoryStream(Encoding.UTF8.GetBytes(program));
                await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "program") { DataStream = text }, cancellationToken);
            },
            cancellationToken);
        return new Checkout(archive, request);
    }

    /// <summary>Sends it, unless it is there.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="pod">The pod's path.</param>
    /// <param name="begins">True to let the steps begin then.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How the unpacking ended, and when the steps began; null when they have not.</returns>
    public async Task<(ExecEnd End, DateTimeOffset? Began)> SendAsync(ApiClient api, string pod, bool begins, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _archive.Position = 0;
        string[] command = ["/bin/sh", "-e", "-c", $"{Fill}\n{(begins ? Begin : "")}\n{TellStart}", "fill", Milliseconds(now), $"{Size}"];
        return await RunAsync(api, pod, command, _archive, cancellationToken);
    }

    /// <summary>Lets the steps begin, unless they have.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="pod">The pod's path.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>As of <see cref="SendAsync"/>.</returns>
    public static Task<(ExecEnd End, DateTimeOffset? Began)> BeginAsync(ApiClient api, string pod, DateTimeOffset now, CancellationToken cancellationToken) =>
        RunAsync(api, pod, ["/bin/sh", "-e", "-c", $"{Begin}\n{TellStart}", "begin", Milliseconds(now)], null, cancellationToken);

    public void Dispose() => _archive.Dispose();

    private string Fill => $"""
        if [ ! -e {Filled} ]; then
            head -c "$2" | tar -xf - -C {PodMaker.Disk}
            [ -e {Program} ] || exit {CutShort}
            {string.Join("\n    ", _request.Services.Select(ServiceProgram.Release))}
            : > {Filled}
        fi
        """;

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static async Task<(ExecEnd End, DateTimeOffset? Began)> RunAsync(ApiClient api, string pod, string[] command, Stream? input, CancellationToken cancellationToken)
    {
        var (end, told) = await api.AskAsync(pod, PodMaker.Files, command, input, cancellationToken);
        return end.Status == CutShort
            ? throw new ApiException(null, "", "The checkout came into the pod in part only.")
            : (end, long.TryParse(told, CultureInfo.InvariantCulture, out var began) ? DateTimeOffset.FromUnixTimeMilliseconds(began) : null);
    }
}
