using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace PluginCi.Plugins.Sandbox;

/// <summary>A running sandbox seen from outside: its driver's questions and answers, its output, its end.</summary>
internal sealed class SandboxProcess : IDisposable
{
    // What keeps it from starting stands in its first lines.
    private const int MostComplaints = 20;

    // bwrap dies with the thread that started it, and our threads come and go; so a shell of its own session starts it, passes on our
    // lines and kills the session when our side of the pipe closes, which is also what happens when this server crashes.
    private const string Launcher = """
        exec 5<&0
        { exec 2>/dev/null; while IFS= read -r line <&5; do printf '%s\n' "$line"; done; kill -9 0; } | {
          exec 5<&-
          groups=$1; shift
          while [ "$groups" -gt 0 ]; do echo 0 > "$1" || exit 1; shift; groups=$((groups - 1)); done
          exec 6<"$1"; shift
          exec "$@"
        } &
        exec >/dev/null 2>&1 5<&-
        wait $!
        """;

    private readonly Process _process;
    private readonly List<string> _complaints = [];

    private SandboxProcess(Process process) => _process = process;

    public SafePipeHandle Output => ((AnonymousPipeClientStream)_process.StandardOutput.BaseStream).SafePipeHandle;

    /// <summary>What bwrap said when it did not start.</summary>
    public string Complaints => string.Join(" ", _complaints);

    /// <summary>Starts it.</summary>
    /// <param name="cgroupFiles">The groups that it joins.</param>
    /// <param name="command">The command, which begins with bwrap.</param>
    /// <param name="filter">The file that bwrap finds at descriptor 6.</param>
    public static SandboxProcess Start(IReadOnlyCollection<string> cgroupFiles, IEnumerable<string> command, string filter = "/dev/null")
    {
        string[] fixedPart = ["/bin/sh", "-c", Launcher, "launcher", cgroupFiles.Count.ToString(CultureInfo.InvariantCulture)];
        return new SandboxProcess(OwnSession.Start(fixedPart.Concat(cgroupFiles).Append(filter).Concat(command), "The sandbox could not start", knowsServer: false));
    }

    public Task RunStepAsync(int index, CancellationToken cancellationToken) =>
        WriteAsync(index.ToString(CultureInfo.InvariantCulture), cancellationToken);

    /// <summary>Asks the driver for something; see <see cref="StepDriver"/>.</summary>
    public Task AskAsync(string wish, CancellationToken cancellationToken) => WriteAsync(wish, cancellationToken);

    /// <summary>The driver's next answer without its mark, or null when it is gone.</summary>
    public async Task<string?> ReadAnswerAsync(CancellationToken cancellationToken)
    {
        while (await _process.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith('='))
            {
                return line[1..];
            }
            if (_complaints.Count < MostComplaints)
            {
                _complaints.Add(line);
            }
        }
        return null;
    }

    /// <summary>Kills bwrap, with whose end the kernel kills every process of its namespace, and waits until the launcher is gone.</summary>
    public async Task EndAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The launcher is gone already; closing still released the descriptor.
        }
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public void Dispose() => _process.Dispose();

    private async Task WriteAsync(string line, CancellationToken cancellationToken)
    {
        try
        {
            await _process.StandardInput.WriteAsync((line + "\n").AsMemory(), cancellationToken);
            await _process.StandardInput.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            // The sandbox is gone; reading its answer tells so.
        }
    }
}
