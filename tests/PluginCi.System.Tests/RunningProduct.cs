using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace PluginCi.Systems;

/// <summary>The product at work, in a process group of its own that can be killed as a whole, as a power cut kills it.</summary>
internal sealed partial class RunningProduct : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private RunningProduct(string folder, string[] arguments)
    {
        // setsid makes the process the leader of a new group, so its id is the group's.
        var start = new ProcessStartInfo("setsid", ["dotnet", Product.Program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary><c>pluginci demo</c> in a folder.</summary>
    public static RunningProduct Demo(string folder, params string[] options) => new(folder, ["demo", "--dir", folder, .. options]);

    /// <summary><c>pluginci up</c> with the settings of a folder.</summary>
    public static RunningProduct Server(string folder) => new(folder, ["up"]);

    /// <summary><c>pluginci run</c> in a working tree.</summary>
    public static RunningProduct Run(string folder, params string[] jobs) => new(folder, ["run", "--dir", folder, .. jobs]);

    public static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromMinutes(4)).Token;

    public bool HasEnded => _process.HasExited;

    public string Errors => _errors.ToString();

    /// <summary>Waits until the server says where it is.</summary>
    public async Task<string> ReadAddressAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(Soon) is { } line)
        {
            if (Address().Match(line) is { Success: true } found)
            {
                return found.Value;
            }
        }

        throw new InvalidOperationException($"It ended without a server: {Errors}");
    }

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

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
