using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Keeps what is known of all pods of this server in one namespace, by one watch that goes on where it was broken off.</summary>
/// <remarks>Source: Kubernetes API concepts, "Efficient detection of changes": list, watch from its resource version, list again after 410.</remarks>
internal sealed class PodWatch(ApiClient api, string space, string selector, TimeProvider clock, ILogger logger)
{
    private const int PageSize = 500;
    private const int LongestEvent = 4 << 20;

    private static readonly TimeSpan RoundTime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    // What is known and what is shown change together: else an answer that is older than an event could be shown after it.
    private readonly Lock _guard = new();
    private readonly ConcurrentDictionary<string, PodState> _pods = new();
    private readonly ConcurrentDictionary<string, PodView> _views = new();
    private TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _version;
    private long _events;
    private volatile bool _isConnected;

    /// <summary>Completes when all pods that were there at the start are known; fails when we may not see them.</summary>
    public Task WhenListed => Volatile.Read(ref _listed).Task;

    /// <summary>False while the API cannot be heard.</summary>
    public bool IsConnected => _isConnected;

    /// <summary>How many events came.</summary>
    public long Events => Interlocked.Read(ref _events);

    /// <summary>Every pod that is there.</summary>
    public IEnumerable<PodState> Pods => _pods.Values;

    /// <summary>Completes when the next pod goes, so that there may be room.</summary>
    public Task WhenFreed => Volatile.Read(ref _freed).Task;

    /// <summary>Looks at one pod, whether it is there already or not.</summary>
    /// <returns>The view; dispose it.</returns>
    public PodView Follow(string name)
    {
        var view = new PodView(() => _views.TryRemove(name, out _));
        lock (_guard)
        {
            _views[name] = view;
            if (_pods.TryGetValue(name, out var known))
            {
                view.Show(known);
            }
        }

        return view;
    }

    /// <summary>Takes in what a call answered, unless the watch was faster.</summary>
    public void Learn(PodState pod)
    {
        lock (_guard)
        {
            if (_pods.TryAdd(pod.Name, pod))
            {
                Show_NeedsLock(pod);
            }
        }
    }

    /// <summary>Watches until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var delay = FirstDelay;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (_version is null)
                {
                    await ListAsync(cancellationToken);
                }

                await WatchAsync(cancellationToken);
                delay = FirstDelay;
                continue;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (ApiException exception) when (exception.Status == HttpStatusCode.Gone)
            {
                // What happened since is forgotten there.
                _version = null;
                continue;
            }
            catch (Exception exception) when (exception is ApiException or IOException or HttpRequestException or JsonException)
            {
                _isConnected = false;
                Log.WatchBroken(logger, space, exception.Message);
                if (exception is ApiException { IsTransient: false })
                {
                    TellNotListed(exception);
                    _version = null;
                }
            }

            await WaitAsync(delay, cancellationToken);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    // Who waits is told, and who asks again later waits again: somebody may have given us the right meanwhile.
    private void TellNotListed(Exception exception)
    {
        if (!_listed.Task.IsCompleted)
        {
            Interlocked.Exchange(ref _listed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetException(exception);
        }
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it.
        }
    }

    private string Path => $"/api/v1/namespaces/{space}/pods?labelSelector={Uri.EscapeDataString(selector)}";

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var found = new HashSet<string>();
        var next = "";
        string? version;
        do
        {
            using var list = await api.GetAsync($"{Path}&limit={PageSize}{next}", cancellationToken);
            foreach (var item in list.RootElement.ListOf("items"))
            {
                var pod = PodState.Read(item);
                found.Add(pod.Name);
                Take(pod);
            }

            var metadata = list.RootElement.Find("metadata") ?? default;
            version = metadata.TextOf("resourceVersion");
            next = metadata.TextOf("continue") is { Length: > 0 } rest ? $"&continue={Uri.EscapeDataString(rest)}" : "";
        }
        while (next.Length > 0);

        foreach (var missing in _pods.Keys.Where(name => !found.Contains(name)).ToArray())
        {
            await CheckAsync(missing, cancellationToken);
        }

        _version = version;
        _isConnected = true;
        _listed.TrySetResult();
    }

    // One that was made while the list was read is not in it.
    private async Task CheckAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            using var pod = await api.GetAsync($"/api/v1/namespaces/{space}/pods/{name}", cancellationToken);
            Take(PodState.Read(pod.RootElement));
        }
        catch (ApiException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            Forget(new PodState { Name = name });
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var response = await api.OpenAsync($"{Path}&watch=1&allowWatchBookmarks=true&resourceVersion={_version}&timeoutSeconds={(int)RoundTime.TotalSeconds}", cancellationToken);
        _isConnected = true;
        var reader = PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellationToken), new StreamPipeReaderOptions(bufferSize: 64 << 10));
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                Take(rest.Slice(0, end));
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            reader.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
            {
                return;
            }

            if (rest.Length > LongestEvent)
            {
                throw new IOException($"an event is longer than {LongestEvent} bytes");
            }
        }
    }

    private void Take(ReadOnlySequence<byte> line)
    {
        if (line.IsEmpty)
        {
            return;
        }

        using var json = JsonDocument.Parse(line);
        var seen = json.RootElement.Find("object") ?? default;
        var type = json.RootElement.TextOf("type");
        if (type == "ERROR")
        {
            throw new ApiException((HttpStatusCode)(seen.Find("code")?.GetInt32() ?? 500), seen.TextOf("reason") ?? "", seen.TextOf("message") ?? "The watch failed.");
        }

        Interlocked.Increment(ref _events);
        _version = seen.Find("metadata")?.TextOf("resourceVersion") ?? _version;
        switch (type)
        {
            case "ADDED" or "MODIFIED":
                Take(PodState.Read(seen));
                break;
            case "DELETED":
                Forget(PodState.Read(seen));
                break;
        }
    }

    private void Take(PodState pod)
    {
        lock (_guard)
        {
            _pods[pod.Name] = pod;
            Show_NeedsLock(pod);
        }
    }

    private void Forget(PodState pod)
    {
        lock (_guard)
        {
            _pods.TryRemove(pod.Name, out _);
            Show_NeedsLock(pod with { IsGone = true });
        }

        Interlocked.Exchange(ref _freed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private void Show_NeedsLock(PodState pod)
    {
        if (_views.TryGetValue(pod.Name, out var view))
        {
            view.Show(pod);
        }
    }
}
