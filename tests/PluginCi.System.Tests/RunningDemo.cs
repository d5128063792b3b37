using System.Diagnostics;
using System.Text;

namespace PluginCi.Systems;

/// <summary><c>pluginci demo</c> in a folder, in a process group of its own that can be killed as a whole, as a power cut kills it.</summary>
internal sealed class RunningDemo : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    public RunningDemo(string folder, params string[] options)
    {
        // setsid makes the process the leader of a new group, so its id is the group's.
        var start = new ProcessStartInfo("setsid", ["dotnet", Product.Program, "demo", "--dir", folder, .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        _process.BeginErrorReadLine();
    }

    public static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromMinutes(4)).Token;

    public bool HasEnded => _process.HasExited;

    public string Errors => _errors.ToString();

    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync(Soon).AsTask();

    public async Task<(int Status, string Output)> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync(Soon);
        await _process.WaitForExitAsync(Soon);
        return (_process.ExitCode, output);
    }

    /// <summary>Kills the demo, its server and all that they started, without a warning.</summary>
    public async Task KillAsync()
    {
        using var killed = Process.Start("kill", ["-KILL", "--", $"-{_process.Id}"]);
        await killed.WaitForExitAsync(Soon);
        await _process.WaitForExitAsync(Soon);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            using var killed = Process.Start("kill", ["-KILL", "--", $"-{_process.Id}"]);
            killed.WaitForExit();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
