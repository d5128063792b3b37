using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace PluginCi.Dependencies;

/// <summary>A running nginx. It ends with this process, however that ends.</summary>
internal sealed class NginxServer : IDisposable
{
    private const string Started = "start worker process ";
    private const int MostSaid = 5;

    // All of its group ends when this process closes the pipe, as it also does by dying; and all of it when nginx ends by itself.
    private const string Launcher = "{ \"$@\"; kill -9 0; } </dev/null & exec 2>/dev/null; cat >/dev/null; kill -9 0";

    private static readonly string[] Places = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly Task _listening;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _users = 1;

    private NginxServer(Process process, string socket, Action<string> ended)
    {
        _process = process;
        Socket = socket;
        _listening = ListenAsync(ended);
    }

    /// <summary>Where the program is, or null.</summary>
    public static string? Program => Places.FirstOrDefault(File.Exists);

    /// <summary>Where it listens.</summary>
    public string Socket { get; }

    /// <summary>False once it has ended.</summary>
    public bool IsRunning => !_listening.IsCompleted;

    private string Said => _said.IsEmpty ? "nothing" : string.Join(' ', _said);

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where it writes.</param>
    /// <param name="socket">Where it listens: nothing is there yet.</param>
    /// <param name="configuration">What it is told.</param>
    /// <param name="ended">Told why, when it ends without being asked to.</param>
    /// <param name="within">How long it may take.</param>
    /// <param name="cancellationToken">Ends the call, and it.</param>
    /// <returns>It, once it listens.</returns>
    /// <exception cref="DependencyException">It does not start.</exception>
    public static async Task<NginxServer> StartAsync(string folder, string socket, string configuration, Action<string> ended, TimeSpan within, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(folder, "temporary"));
        var file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, configuration, cancellationToken);
        var server = new NginxServer(Start(folder, [Program!, "-e", "stderr", "-p", folder, "-c", file]), socket, ended);
        try
        {
            await server._ready.Task.WaitAsync(within, cancellationToken);
            return server;
        }
        catch (TimeoutException)
        {
            server.Dispose();
            throw new DependencyException(502, string.Create(
                CultureInfo.InvariantCulture, $"nginx, which keeps dependencies, did not start within {within.TotalSeconds:0.#} seconds. It said: {server.Said}"));
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Keeps it from being ended until it is disposed once more.</summary>
    /// <returns>False when it is ended already.</returns>
    public bool TryUse()
    {
        for (var users = Volatile.Read(ref _users); users > 0; users = Volatile.Read(ref _users))
        {
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Ends it when nobody uses it any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) != 0)
        {
            return;
        }

        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        _process.WaitForExit();
        _process.Dispose();
        File.Delete(Socket);
    }

    private static Process Start(string folder, string[] command)
    {
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", Launcher, "nginx", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new DependencyException(502, $"nginx could not be started: {exception.Message}. Install util-linux, which brings setsid.");
        }
    }

    // What it says of each connection is not wanted, but must not fill the pipe.
    private async Task ListenAsync(Action<string> ended)
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Contains(Started, StringComparison.Ordinal))
            {
                _ready.TrySetResult();
            }
            else if (!line.Contains("[notice]", StringComparison.Ordinal) && !line.Contains("[info]", StringComparison.Ordinal))
            {
                _said.Enqueue(line);
                _ = _said.Count > MostSaid && _said.TryDequeue(out _);
            }
        }

        var why = string.Create(CultureInfo.InvariantCulture, $"nginx, which keeps dependencies, has ended. It said: {Said}");
        if (!_ready.TrySetException(new DependencyException(502, why)) && Volatile.Read(ref _users) > 0)
        {
            ended(why);
        }
    }
}
