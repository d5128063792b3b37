using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>The namespace that pods of builds are in: its policy, its one watch, and what is left there.</summary>
internal sealed class BuildSpace : IAsyncDisposable
{
    private const string PolicyName = "pluginci-builds";

    private static readonly TimeSpan SweepTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);

    // Somebody else has said before that it shall end; if its node were alive, it would have.
    private static readonly TimeSpan DeletedEndLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWaitForRoom = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, bool> _held = new();
    private readonly ConcurrentDictionary<string, bool> _released = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _waitingForRoom = new(1);
    private readonly Lock _guard = new();
    private readonly ApiClient _api;
    private readonly KubernetesSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly DateTimeOffset _since;
    private Task? _ready;
    private Task _watching = Task.CompletedTask;
    private Task _sweeping = Task.CompletedTask;

    public BuildSpace(ApiClient api, KubernetesSettings settings, PodMaker maker, string name, TimeProvider clock, ILogger logger)
    {
        (_api, _settings, Name, _clock, _logger) = (api, settings, name, clock, logger);
        _since = clock.GetUtcNow();
        Watch = new PodWatch(api, name, maker.Selector, clock, logger);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What is known of its pods.</summary>
    public PodWatch Watch { get; }

    /// <summary>The path of a pod.</summary>
    public string PathOf(string pod) => $"/api/v1/namespaces/{Name}/pods/{pod}";

    /// <summary>Completes when builds are kept from the network and every pod that is there is known. Tried again after it failed.</summary>
    /// <exception cref="OutsideException">We may not, or cannot.</exception>
    public Task WhenReadyAsync()
    {
        lock (_guard)
        {
            return _ready = _ready is null or { IsFaulted: true } or { IsCanceled: true } ? PrepareAsync() : _ready;
        }
    }

    /// <summary>Keeps a pod from being swept.</summary>
    public void Hold(string pod) => _held[pod] = true;

    /// <summary>Lets go of a pod that stays, for the server that comes after us.</summary>
    public void LetGo(string pod) => _held.TryRemove(pod, out _);

    /// <summary>Makes a pod, and waits while a quota has no room for it.</summary>
    /// <param name="pod">Its name.</param>
    /// <param name="json">What it is.</param>
    /// <param name="waits">Told what the quota says.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ApiException">It cannot be made.</exception>
    public async Task MakeAsync(string pod, byte[] json, Action<string> waits, CancellationToken cancellationToken)
    {
        try
        {
            await ApplyAsync(pod, json, cancellationToken);
            return;
        }
        catch (ApiException exception) when (exception.IsQuota)
        {
            waits(exception.Message);
        }

        // One asks for all that wait.
        await _waitingForRoom.WaitAsync(cancellationToken);
        try
        {
            while (!await TryApplyAsync(pod, json, waits, cancellationToken))
            {
            }
        }
        finally
        {
            _waitingForRoom.Release();
        }
    }

    /// <summary>Ends a pod and removes it. What cannot be removed now is removed later.</summary>
    /// <param name="view">The pod.</param>
    /// <param name="pod">Its name.</param>
    /// <param name="endsItself">True when its steps are about to end by themselves.</param>
    public async Task RemoveAsync(PodView view, string pod, bool endsItself)
    {
        _released[pod] = true;
        _held.TryRemove(pod, out _);
        try
        {
            if (view.State is null or { IsQuiet: false })
            {
                await EndAsync(view, pod, endsItself);
            }

            await _api.DeleteAsync(PathOf(pod), graceSeconds: 0, CancellationToken.None);
            _released.TryRemove(pod, out _);
        }
        catch (ApiException exception)
        {
            Log.PodStays(_logger, pod, Name, exception.Message);
        }
    }

    /// <summary>Ends and removes a pod that a server before us may have made.</summary>
    /// <param name="pod">Its name.</param>
    public async Task RemoveUnseenAsync(string pod)
    {
        using var view = Watch.Follow(pod);
        try
        {
            // Only then is it seen when it has ended.
            await WhenReadyAsync().WaitAsync(DeletedEndLimit, _clock);
        }
        catch (Exception exception) when (exception is OutsideException or TimeoutException)
        {
            // It is deleted all the same, as soon as that can be.
        }

        await RemoveAsync(view, pod, endsItself: false);
    }

    /// <summary>Removes what nobody asks for any more.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        foreach (var pod in Watch.Pods.Where(pod => !_held.ContainsKey(pod.Name)).ToArray())
        {
            var since = pod.Created > _since ? pod.Created : _since;
            if (_released.ContainsKey(pod.Name) || now - since > _settings.Kept)
            {
                await RemoveForgottenAsync(pod.Name, cancellationToken);
                _released.TryRemove(pod.Name, out _);
            }
        }

        // Those of other servers end by their own limit; their servers have had time to come back for them.
        using var others = await _api.GetAsync(
            $"/api/v1/namespaces/{Name}/pods?labelSelector={Uri.EscapeDataString($"{PodMaker.ComponentLabel}={PodMaker.Component}")}&fieldSelector=status.phase%3DFailed&limit=500", cancellationToken);
        foreach (var pod in others.RootElement.ListOf("items").Where(pod => now - EndOf(pod) > _settings.Kept && !_held.ContainsKey(PodState.Read(pod).Name)))
        {
            await RemoveForgottenAsync(PodState.Read(pod).Name, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_watching, _sweeping);
        _closing.Dispose();
        _waitingForRoom.Dispose();
    }

    private static DateTimeOffset EndOf(JsonElement pod)
    {
        var state = PodState.Read(pod);
        return state.Steps.Finished ?? state.Created + TimeSpan.FromSeconds(pod.Find("spec")?.Find("activeDeadlineSeconds")?.GetInt64() ?? 0);
    }

    private async Task PrepareAsync()
    {
        try
        {
            var policy = $"/apis/networking.k8s.io/v1/namespaces/{Name}/networkpolicies/{PolicyName}";
            using var _ = await _api.ApplyAsync(policy, PodMaker.Policy(PolicyName), _closing.Token);
            if (_watching.IsCompleted)
            {
                _watching = Watch.RunAsync(_closing.Token);
                _sweeping = SweepAgainAndAgainAsync();
            }

            await Watch.WhenListed;
        }
        catch (ApiException exception)
        {
            throw new OutsideException(Explain(exception, "prepare"), exception.IsTransient, exception);
        }
    }

    /// <summary>What went wrong and what to do, in one sentence.</summary>
    public string Explain(ApiException exception, string what) => exception.Status switch
    {
        HttpStatusCode.Unauthorized => $"The Kubernetes API at {_api.Server} does not know the plugin's account: {exception.Message}. Renew its token or certificate.",
        HttpStatusCode.Forbidden => $"The Kubernetes API at {_api.Server} does not let the plugin {what} builds in namespace {Name}: {exception.Message}. Apply deploy/kubernetes/builds.yaml.",
        HttpStatusCode.NotFound => $"There is no namespace {Name} at {_api.Server}, or no such API: {exception.Message}. Apply deploy/kubernetes/builds.yaml.",
        _ => exception.Message,
    };

    private async Task<bool> TryApplyAsync(string pod, byte[] json, Action<string> waits, CancellationToken cancellationToken)
    {
        var freed = Watch.WhenFreed;
        try
        {
            await ApplyAsync(pod, json, cancellationToken);
            return true;
        }
        catch (ApiException exception) when (exception.IsQuota)
        {
            waits(exception.Message);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(freed, Task.Delay(LongestWaitForRoom, _clock, limit.Token));
        await limit.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return false;
    }

    private async Task ApplyAsync(string pod, byte[] json, CancellationToken cancellationToken)
    {
        using var made = await _api.ApplyAsync(PathOf(pod), json, cancellationToken);
        Watch.Learn(PodState.Read(made.RootElement));
    }

    private async Task EndAsync(PodView view, string pod, bool endsItself)
    {
        using var limit = new CancellationTokenSource(view.State is { IsDeleted: true } ? DeletedEndLimit : EndLimit, _clock);
        try
        {
            if (!endsItself)
            {
                await _api.DeleteAsync(PathOf(pod), graceSeconds: 1, CancellationToken.None);
            }

            if (view.State is not null && Watch.IsConnected)
            {
                await view.WhenAsync(state => state.IsQuiet, limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Its node does not answer; nothing more can be done for it.
        }
    }

    private async Task SweepAgainAndAgainAsync()
    {
        using var timer = new PeriodicTimer(SweepTime, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token))
            {
                await TrySweepAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // It is closed.
        }
    }

    private async Task TrySweepAsync()
    {
        try
        {
            await SweepAsync(_closing.Token);
        }
        catch (ApiException exception)
        {
            Log.SweepFailed(_logger, Name, exception.Message);
        }
    }

    private async Task RemoveForgottenAsync(string pod, CancellationToken cancellationToken)
    {
        await _api.DeleteAsync(PathOf(pod), graceSeconds: 0, cancellationToken);
        Log.PodRemoved(_logger, pod, Name, _settings.Kept);
    }
}
