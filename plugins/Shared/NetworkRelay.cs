using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>The way from a build to its proxy: a program of this machine that listens on the loopback of the build's network, which has nothing else, and speaks to the proxy's socket outside.
/// Nothing is added to what the build sees of files.</summary>
internal sealed class NetworkRelay : IDisposable
{
    /// <summary>The variables by which programs find the proxy, and what they need no proxy for.</summary>
    public static readonly ImmutableSortedDictionary<string, string> Variables = MakeVariables();

    private const int Port = EgressPlan.ProxyPort;
    private const string Listening = "listening on";

    // All of its group ends when this process closes the pipe, as it also does by dying. It says first that it listens, and then nothing.
    // It also ends by itself, with what it said, when it cannot listen: nobody else holds its error stream.
    private const string Launcher = "{ \"$@\"; kill -9 0; } </dev/null & exec 2>/dev/null; cat >/dev/null; kill -9 0";

    private readonly Process _process;

    private NetworkRelay(Process process) => _process = process;

    /// <summary>Starts one.</summary>
    /// <param name="socket">The proxy's socket.</param>
    /// <param name="process">The id of a process of the build, which runs until this returns.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The relay, once it listens.</returns>
    /// <exception cref="OutsideException">It does not.</exception>
    public static async Task<NetworkRelay> StartAsync(string socket, string process, CancellationToken cancellationToken)
    {
        string[] relay =
        [
            "nsenter", "--target", process, "--user", "--net", "--preserve-credentials",
            "socat", "-d", "-d", string.Create(CultureInfo.InvariantCulture, $"TCP-LISTEN:{Port},bind=127.0.0.1,fork,backlog=128"), $"UNIX-CONNECT:{Escape(socket)}",
        ];
        var started = new NetworkRelay(OwnSession.Start(["/bin/sh", "-c", Launcher, "relay", .. relay], "A build's way to the network could not be opened", knowsServer: false));
        var said = new List<string>();
        try
        {
            while (await started._process.StandardError.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.Contains(Listening, StringComparison.Ordinal))
                {
                    // What it says of each connection is not wanted, but must not fill the pipe.
                    _ = started._process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                    return started;
                }

                said.Add(line);
            }
        }
        catch
        {
            started.Dispose();
            throw;
        }

        started.Dispose();
        throw new OutsideException(
            $"A build's way to the network could not be opened. It needs nsenter and socat; on Debian, `apt-get install util-linux socat`. It said: {string.Join(' ', said.Where(line => !line.Contains(" N ", StringComparison.Ordinal)).Take(3))}");
    }

    public void Dispose()
    {
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
    }

    // socat reads commas, colons, exclamation marks, quotes, brackets and backslashes of an address itself.
    private static string Escape(string path) => string.Concat(path.Select(letter => ",:!\"'\\()[]{}".Contains(letter, StringComparison.Ordinal) ? $"\\{letter}" : letter.ToString()));

    private static ImmutableSortedDictionary<string, string> MakeVariables()
    {
        var proxy = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");
        const string direct = "localhost,127.0.0.1,::1";
        return ImmutableSortedDictionary<string, string>.Empty.AddRange(
        [
            KeyValuePair.Create("http_proxy", proxy), KeyValuePair.Create("HTTP_PROXY", proxy), KeyValuePair.Create("https_proxy", proxy), KeyValuePair.Create("HTTPS_PROXY", proxy),
            KeyValuePair.Create("no_proxy", direct), KeyValuePair.Create("NO_PROXY", direct),
        ]);
    }
}
