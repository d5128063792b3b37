using System.Diagnostics;

namespace PluginCi.Cli;

/// <summary>The demo's server: a process of its own, which stops when this one ends, however it ends.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private DemoServer(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    public string Url { get; }

    public static async Task<DemoServer> StartAsync(DemoSite site, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(OwnRuntime.Host, [OwnRuntime.Self, "up", "--config", site.Settings, "--stop-with-input"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(StartLimit, cancellationToken);
            return line is null
                ? throw new DemoException($"The server did not start: {await process.StandardError.ReadToEndAsync(cancellationToken)}")
                : new DemoServer(process, line[(line.LastIndexOf(' ') + 1)..]);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    public Task WaitForEndAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
