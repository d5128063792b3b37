using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using PluginCi.Model;

namespace PluginCi.Dependencies;

/// <summary>Keeps what builds fetch from registries, for all of them. nginx speaks to upstream and keeps answers; what may be asked, and that files stay what they were, is decided here.</summary>
/// <param name="options">Where.</param>
public sealed class DependencyCache(DependencyCacheOptions options) : IDisposable
{
    // It is there in a moment, unless a name of a registry is looked up that nobody answers for.
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);
    private static readonly HttpRequestOptionsKey<string> SocketOption = new("socket");

    private readonly SemaphoreSlim _starting = new(1);
    private readonly Lock _guard = new();
    private readonly HttpClient _client = MakeClient();
    private string _folder = options.Folder;
    private FileStream? _lock;
    private Checksums? _checksums;
    private NginxServer? _nginx;
    private ImmutableArray<RegistryPlan> _served = [];
    private int _lastSocket;

    /// <summary>Why there is none on this machine.</summary>
    /// <returns>One sentence, or null.</returns>
    public static string? FindObstacle() => NginxServer.Program is null ? "dependencies are kept by nginx, which is not installed; on Debian, `apt-get install nginx-light`." : null;

    /// <summary>The way to the cache for one build.</summary>
    /// <param name="registries">What the build may use: registries of the site.</param>
    /// <param name="site">All registries of the site; their kinds are unique.</param>
    /// <param name="tell">Told of what could not be had, in lines for the build's log. Called from any thread.</param>
    /// <returns>The way. Nothing is started before it is used.</returns>
    public BuildDependencies For(ImmutableArray<RegistryPlan> registries, ImmutableArray<RegistryPlan> site, Action<string> tell) => new(this, registries, site, tell);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_guard)
        {
            _nginx?.Dispose();
            _nginx = null;
            _checksums?.Dispose();
            _checksums = null;
            _lock?.Dispose();
            _lock = null;
        }

        _client.Dispose();
        _starting.Dispose();
    }

    internal string Folder => _folder;

    internal Checksums Checksums => _checksums!;

    internal string Spool => Path.Combine(_folder, "serving");

    internal ByteRoom Serving { get; } = new(options.MostServing);

    internal void Warn(string message) => options.Warn(message);

    /// <summary>Asks nginx.</summary>
    /// <returns>The answer, of which the head has come.</returns>
    /// <exception cref="DependencyException">It cannot be asked.</exception>
    internal async Task<CachedAnswer> AskAsync(string serverName, string target, ImmutableArray<RegistryPlan> registries, CancellationToken cancellationToken)
    {
        var nginx = await UseAsync(registries, cancellationToken);
        try
        {
            var address = new Uri($"http://{serverName}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Options.Set(SocketOption, nginx.Socket);
            return new CachedAnswer(await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken), nginx);
        }
        catch (HttpRequestException exception)
        {
            nginx.Dispose();
            throw new DependencyException(502, $"the cache did not answer: {exception.Message} Try again; nginx is started anew.");
        }
        catch
        {
            nginx.Dispose();
            throw;
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The client owns it.")]
    private static HttpClient MakeClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                _ = context.InitialRequestMessage.Options.TryGetValue(SocketOption, out var path);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path!), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>An nginx that serves these registries, started where there is none.</summary>
    private async Task<NginxServer> UseAsync(ImmutableArray<RegistryPlan> registries, CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (_nginx is { IsRunning: true } running && registries.All(_served.Contains) && running.TryUse())
            {
                return running;
            }

            if (FindObstacle() is { } obstacle)
            {
                throw new DependencyException(502, obstacle);
            }

            Prepare();

            // What was served by one that runs is served on, as builds with the registries of before and after a change take turns.
            ImmutableArray<RegistryPlan> all = _nginx is { IsRunning: true } ? [.. _served.Union(registries)] : registries;
            var socket = Path.Combine(options.Sockets, string.Create(CultureInfo.InvariantCulture, $"nginx{++_lastSocket}"));
            var started = await NginxServer.StartAsync(_folder, socket, new NginxConfiguration(_folder, socket, options.MostBytes).Write(all), options.Warn, StartTime, cancellationToken);
            _ = started.TryUse();

            // Requests that it still answers keep the one before until they are done.
            lock (_guard)
            {
                (var before, _nginx, _served) = (_nginx, started, all);
                before?.Dispose();
            }

            return started;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DependencyException(502, $"the cache cannot use its folder {_folder}: {exception.Message}");
        }
        finally
        {
            _starting.Release();
        }
    }

    private void Prepare()
    {
        if (_checksums is not null)
        {
            return;
        }

        if (_lock is null)
        {
            try
            {
                Take(options.Folder);
            }
            catch (IOException) when (options.Spare is not null)
            {
                Take(options.Spare);
            }
        }

        if (Directory.Exists(Spool))
        {
            Directory.Delete(Spool, recursive: true);
        }

        Directory.CreateDirectory(Spool);
        _checksums = new Checksums(Path.Combine(_folder, "checksums.sha256"));
    }

    // Nothing of a folder is touched before it is locked. The lock ends with this process, however that ends.
    private void Take(string folder)
    {
        Directory.CreateDirectory(folder);
        _lock = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        _folder = folder;
    }
}
