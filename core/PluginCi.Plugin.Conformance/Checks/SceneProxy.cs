using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Egress;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>A proxy for the builds that the scene runs from now on.</summary>
internal sealed class SceneProxy : IAsyncDisposable
{
    private static int _lastNumber;

    private readonly EgressProxy _proxy;
    private readonly ConcurrentQueue<EgressRecord> _records = new();
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SceneProxy(ExecutorScene scene, params string[] hosts)
    {
        ImmutableArray<HostPattern> patterns = [.. hosts.Select(HostPattern.Parse).OfType<HostPattern>()];
        Path = System.IO.Path.Combine(scene.Root, string.Create(CultureInfo.InvariantCulture, $"proxy-{Interlocked.Increment(ref _lastNumber)}"));
        _proxy = EgressProxy.Start(Path, new EgressRules(patterns, patterns), Tell, null, TimeProvider.System);
        scene.ProxySocket = Path;
    }

    public string Path { get; }

    public IEnumerable<string> Allowed => _records.Select(record => (record.Refusal is null).ToString());

    public async Task WhenToldAsync(TimeSpan patience)
    {
        await Task.WhenAny(_told.Task, Task.Delay(patience));
        Expect.That(_told.Task.IsCompleted, "A connection to the proxy is still open although its build has ended.");
    }

    public ValueTask EndAsync() => _proxy.DisposeAsync();

    public ValueTask DisposeAsync() => EndAsync();

    private void Tell(EgressRecord record)
    {
        _records.Enqueue(record);
        _told.TrySetResult();
    }
}
