using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using PluginCi.Egress;
using PluginCi.Model;

namespace PluginCi.Dependencies;

/// <summary>A cache in front of a registry of the test, and builds that speak to it through proxies of their own.</summary>
internal sealed class CacheScene : IAsyncDisposable
{
    private readonly List<EgressProxy> _proxies = [];
    private readonly string _folder;
    private readonly bool _keepsFolder;
    private int _lastProxy;

    public CacheScene(ImmutableArray<RegistryPlan> site, string? folder = null, string? spare = null, long mostServing = 0)
    {
        Site = site;
        (_folder, _keepsFolder) = (folder ?? Directory.CreateTempSubdirectory("pci-deps-").FullName, folder is not null);
        Sockets = Directory.CreateTempSubdirectory("pci-s-").FullName;
        Cache = new DependencyCache(new DependencyCacheOptions { Folder = _folder, Spare = spare, Sockets = Sockets, MostServing = mostServing, Warn = Warnings.Enqueue });
        Build = Cache.For(site, site, Told.Enqueue);
    }

    public static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public ImmutableArray<RegistryPlan> Site { get; set; }

    public string Folder => _folder;

    public string Sockets { get; }

    public DependencyCache Cache { get; }

    /// <summary>The way of the build that all helpers speak for, unless another is given.</summary>
    public BuildDependencies Build { get; }

    public ConcurrentQueue<string> Told { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public ConcurrentQueue<EgressRecord> Records { get; } = new();

    /// <summary>A proxy for a build.</summary>
    public EgressProxy Open(BuildDependencies? build = null, EgressLimits? limits = null)
    {
        var path = Path.Combine(Sockets, string.Create(CultureInfo.InvariantCulture, $"proxy{++_lastProxy}"));
        var proxy = EgressProxy.Start(path, new EgressRules([], []) { Site = build ?? Build }, Records.Enqueue, limits, TimeProvider.System);
        _proxies.Add(proxy);
        return proxy;
    }

    /// <summary>A plain GET of a path of the cache.</summary>
    public Task<Answer> GetAsync(string path) => SayAsync($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:3128\r\n\r\n");

    /// <summary>Says something to a proxy and hears the whole answer.</summary>
    public async Task<Answer> SayAsync(string text, EgressProxy? proxy = null)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint((proxy ?? _proxies.FirstOrDefault() ?? Open()).Path), Soon);
        await socket.SendAsync(Encoding.Latin1.GetBytes(text), Soon);
        using var heard = new MemoryStream();
        var buffer = new byte[8192];
        while (await socket.ReceiveAsync(buffer, Soon) is > 0 and var count)
        {
            heard.Write(buffer, 0, count);
        }

        return Answer.Read(heard.ToArray());
    }

    /// <summary>As when there was no room for anything any more.</summary>
    public void Evict() => Directory.EnumerateFiles(Path.Combine(_folder, "kept"), "*", SearchOption.AllDirectories).ToList().ForEach(File.Delete);

    public string[] Kept() => Directory.GetFiles(Path.Combine(_folder, "kept"), "*", SearchOption.AllDirectories);

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _proxies)
        {
            await proxy.DisposeAsync();
        }

        Cache.Dispose();
        Directory.Delete(Sockets, recursive: true);
        if (!_keepsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
