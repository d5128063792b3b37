using System.Net;
using System.Net.Sockets;

namespace PluginCi.Egress;

/// <summary>The one way out of a build: an HTTP proxy on a socket of its own, so that who speaks is known by where. It passes on what the build's rules allow, and nothing else.</summary>
/// <remarks>
/// Names are looked up here alone, and an address that was looked at is the one that is connected to. A plain request is passed on for itself, on a connection of its own;
/// CONNECT is passed on as it is, to hosts that are allowed.
/// </remarks>
public sealed class EgressProxy : IAsyncDisposable
{
    private const int LongestPath = 107;

    private readonly Socket _listener;
    private readonly Outside _outside;
    private readonly ILoopbackSite? _site;
    private readonly Action<EgressRecord> _tell;
    private readonly EgressLimits _limits;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _ending = new();
    private readonly HashSet<Task> _open = [];
    private readonly Lock _guard = new();
    private readonly Task _listening;
    private long _room;
    private int _requests;

    private EgressProxy(string path, Socket listener, Outside outside, ILoopbackSite? site, Action<EgressRecord> tell, EgressLimits limits, TimeProvider clock)
    {
        Path = path;
        _listener = listener;
        _outside = outside;
        _site = site;
        _tell = tell;
        _limits = limits;
        _clock = clock;
        _room = limits.MostBytes;
        _listening = ListenAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Path { get; }

    /// <summary>Starts one.</summary>
    /// <param name="path">Where it shall listen: the absolute path of a Unix socket that is not there yet, of 107 bytes at most. Only the account of this process may use it.</param>
    /// <param name="rules">What the build may reach.</param>
    /// <param name="tell">Told of each request when it is over. Called from any thread, also several at once.</param>
    /// <param name="limits">What the build may ask of it; null for the defaults.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>The proxy; it ends with all its connections when it is disposed, and all is told by then.</returns>
    /// <exception cref="IOException">It cannot listen there.</exception>
    public static EgressProxy Start(string path, EgressRules rules, Action<EgressRecord> tell, EgressLimits? limits, TimeProvider clock) =>
        Start(path, rules, tell, limits ?? new EgressLimits(), clock, (host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken));

    internal static EgressProxy Start(
        string path, EgressRules rules, Action<EgressRecord> tell, EgressLimits limits, TimeProvider clock, Func<string, CancellationToken, Task<IPAddress[]>> find)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            throw new IOException($"The path of a build's proxy, {path}, is longer than the {LongestPath} bytes that the system allows; use a data folder with a shorter path.");
        }

        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            listener.Listen();
            return new EgressProxy(path, listener, new Outside(rules, limits, clock, find), rules.Site, tell, limits, clock);
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            listener.Dispose();
            throw new IOException($"The proxy of a build cannot listen at {path}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_ending.IsCancellationRequested)
        {
            return;
        }

        await _ending.CancelAsync();
        _listener.Dispose();
        await _listening;
        Task[] open;
        lock (_guard)
        {
            open = [.. _open];
        }

        await Task.WhenAll(open);
        _ending.Dispose();
        File.Delete(Path);
    }

    private async Task ListenAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync(_ending.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // It hung up while it waited, or this process has no more descriptors for now.
                await Task.Delay(TimeSpan.FromMilliseconds(10), _clock, CancellationToken.None);
                continue;
            }

            Take(client);
        }
    }

    private void Take(Socket client)
    {
        lock (_guard)
        {
            _open.RemoveWhere(task => task.IsCompleted);
            var number = ++_requests;
            var refusal = _open.Count >= _limits.MostConnections ? new RefusalException(RefusalException.TooManyAtOnce, $"the build has {_limits.MostConnections} connections already.")
                : number > _limits.MostRequests ? new RefusalException(429, $"the build made more than {_limits.MostRequests} requests; those that follow are not listed.")
                : null;
            var mute = number > _limits.MostRequests + 1;
            _open.Add(new Exchange(client, _outside, _site, _limits, _clock, TrySpend, _ending.Token).RunAsync(refusal, record =>
            {
                if (!mute)
                {
                    _tell(record);
                }
            }));
        }
    }

    private bool TrySpend(int bytes) => Interlocked.Add(ref _room, -bytes) >= 0;
}
