using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>An API that plays pods without running anything: as many at once as one wants, and with faults that a real one shows rarely.</summary>
internal sealed partial class StandInApi : IAsyncDisposable
{
    private const string Pods = "/api/v1/namespaces/{space}/pods";

    private readonly Lock _guard = new();
    private readonly List<(long Version, byte[] Line)> _events = [];
    private readonly ConcurrentDictionary<string, (StandInPod Pod, byte[] Shown)> _pods = new();
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate = MakeCertificate();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;
    private long _oldest;

    private StandInApi()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(options =>
        {
            options.Limits.Http2.MaxStreamsPerConnection = 250;
            options.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(_certificate);
            });
        });
        _app = builder.Build();
        _app.UseWebSockets();
        _app.MapMethods("/apis/{**rest}", ["PATCH"], context => AnswerAsync(context, "{}"u8.ToArray()));
        _app.MapGet(Pods, context => context.Request.Query.ContainsKey("watch") ? WatchAsync(context) : ListAsync(context));
        _app.MapMethods(Pods + "/{pod}", ["PATCH"], MakeAsync);
        _app.MapGet(Pods + "/{pod}", context => Find(context) is { } found ? AnswerAsync(context, found.Shown) : FailAsync(context, 404));
        _app.MapDelete(Pods + "/{pod}", DeleteAsync);
        _app.MapGet(Pods + "/{pod}/log", LogAsync);
        _app.MapGet(Pods + "/{pod}/exec", ExecAsync);
    }

    /// <summary>Builds end once this is done.</summary>
    public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers who asks for a log; null for the log of a build that passes once <see cref="End"/> is done.</summary>
    public Func<HttpContext, Task>? Log { get; set; }

    /// <summary>Plays a program in a container; null for one that takes a checkout.</summary>
    public Func<HttpContext, WebSocket, Task>? Exec { get; set; }

    /// <summary>The pods that are there.</summary>
    public IEnumerable<string> Names => _pods.Keys;

    /// <summary>How often all pods were listed.</summary>
    public int Lists { get; private set; }

    /// <summary>How often somebody began to watch.</summary>
    public int Watches { get; private set; }

    /// <summary>The resource versions that watches began at.</summary>
    public ConcurrentQueue<long> Began { get; } = new();

    /// <summary>How we are reached.</summary>
    public ClusterAccess Access => new(new Uri(_app.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal))) { Authorities = [_certificate] };

    /// <summary>The certificate in PEM.</summary>
    public string Certificate => _certificate.ExportCertificatePem();

    public static async Task<StandInApi> StartAsync()
    {
        var api = new StandInApi();
        await api._app.StartAsync();
        return api;
    }

    /// <summary>Ends every watch.</summary>
    /// <param name="forgets">True when what happened so far is forgotten: going on from there is answered by 410.</param>
    public void Cut(bool forgets)
    {
        lock (_guard)
        {
            _oldest = forgets ? ++_version : _oldest;
            var old = _cut;
            _cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            old.SetResult();
        }
    }

    /// <summary>Tells watches how far they are.</summary>
    public void Bookmark()
    {
        lock (_guard)
        {
            var version = ++_version;
            Publish_NeedsLock(version, $$"""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"{{version}}"} } }""");
        }
    }

    /// <summary>Deletes a pod without a word to watches.</summary>
    public void Lose(string pod) => _pods.TryRemove(pod, out _);

    public async ValueTask DisposeAsync()
    {
        End.TrySetResult();
        Cut(forgets: false);
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private async Task MakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var pod = new StandInPod(JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject());
        var shown = Tell("ADDED", pod, "Pending", null);
        await AnswerAsync(context, shown);
        Tell("MODIFIED", pod, "Pending", new { waiting = new { reason = "ContainerCreating" } });
        Tell("MODIFIED", pod, "Running", new { running = new { startedAt = "2026-11-26T12:00:01Z" } });
    }

    private async Task DeleteAsync(HttpContext context)
    {
        if (Find(context) is not { } found)
        {
            await FailAsync(context, 404);
            return;
        }

        Tell("DELETED", found.Pod, "Running", new { terminated = new { exitCode = 0 } });
        _pods.TryRemove(found.Pod.Name, out _);
        await AnswerAsync(context, "{}"u8.ToArray());
    }

    private async Task ListAsync(HttpContext context)
    {
        Lists++;
        byte[][] items;
        long version;
        lock (_guard)
        {
            var selector = context.Request.Query["labelSelector"].ToString().Split(',');
            items = [.. _pods.Values.Where(one => selector.All(one.Pod.Labels.Split(',').Contains)).Select(one => one.Shown)];
            version = _version;
        }

        await AnswerAsync(context, Encoding.UTF8.GetBytes($$"""{"metadata":{"resourceVersion":"{{version}}"},"items":[{{string.Join(',', items.Select(Encoding.UTF8.GetString))}}]}"""));
    }

    private async Task WatchAsync(HttpContext context)
    {
        var at = long.Parse(context.Request.Query["resourceVersion"]!, System.Globalization.CultureInfo.InvariantCulture);
        Watches++;
        Began.Enqueue(at);
        if (at < Interlocked.Read(ref _oldest))
        {
            await context.Response.WriteAsync("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version"}}""" + "\n");
            return;
        }

        await context.Response.Body.FlushAsync(context.RequestAborted);
        var cut = Volatile.Read(ref _cut).Task;
        try
        {
            while (!cut.IsCompleted)
            {
                Task more;
                (long Version, byte[] Line)[] news;
                lock (_guard)
                {
                    more = _more.Task;
                    var first = _events.Count;
                    while (first > 0 && _events[first - 1].Version > at)
                    {
                        first--;
                    }

                    news = [.. _events[first..]];
                }

                foreach (var (version, line) in news)
                {
                    await context.Response.Body.WriteAsync(line, context.RequestAborted);
                    at = version;
                }

                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.WhenAny(more, cut).WaitAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }

        context.Abort();
    }

    private async Task LogAsync(HttpContext context)
    {
        if (Log is { } log)
        {
            await log(context);
            return;
        }

        if (Find(context) is not { } found)
        {
            await FailAsync(context, 404);
            return;
        }

        var secret = await found.Pod.Filled.Task.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync($"\u001e{secret} begin 0\nup\n");
        await context.Response.Body.FlushAsync();
        await End.Task.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync($"done\n\u001e{secret} end 0 0\n");
        Tell("MODIFIED", found.Pod, "Running", new { terminated = new { exitCode = 0, reason = "Completed" } });
    }

    private async Task ExecAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(ExecSession.Protocol);
        if (Exec is { } exec)
        {
            await exec(context, socket);
            return;
        }

        using var archive = await TakeAsync(context, socket);
        using var reader = new TarReader(archive);
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            if (entry.Name == "program")
            {
                using var program = new StreamReader(entry.DataStream!);
                Find(context)!.Value.Pod.Filled.TrySetResult(Secret().Match(await program.ReadToEndAsync()).Groups[1].Value);
            }
        }

        await TellAsync(context, socket, Encoding.ASCII.GetBytes(context.Request.Query["command"][^2]!));
        await EndAsync(context, socket, 0);
    }

    /// <summary>Reads as many bytes as the last argument of the program says.</summary>
    public static async Task<MemoryStream> TakeAsync(HttpContext context, WebSocket socket)
    {
        var size = int.Parse(context.Request.Query["command"][^1]!, System.Globalization.CultureInfo.InvariantCulture);
        var taken = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (taken.Length < size)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            taken.Write(buffer.AsSpan(1, received.Count - 1));
        }

        taken.Position = 0;
        return taken;
    }

    /// <summary>Tells what the program wrote.</summary>
    public static async Task TellAsync(HttpContext context, WebSocket socket, byte[] output) =>
        await socket.SendAsync((byte[])[1, .. output], WebSocketMessageType.Binary, endOfMessage: true, context.RequestAborted);

    /// <summary>Tells how the program ended.</summary>
    public static async Task EndAsync(HttpContext context, WebSocket socket, int status)
    {
        var end = status == 0 ? """{"status":"Success"}""" : $$"""{"status":"Failure","details":{"causes":[{"reason":"ExitCode","message":"{{status}}"}] } }""";
        await socket.SendAsync((byte[])[3, .. Encoding.ASCII.GetBytes(end)], WebSocketMessageType.Binary, endOfMessage: true, context.RequestAborted);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private byte[] Tell(string type, StandInPod pod, string phase, object? steps)
    {
        lock (_guard)
        {
            var version = ++_version;
            var shown = pod.Show(version, phase, steps);
            _pods[pod.Name] = (pod, shown);
            Publish_NeedsLock(version, $$"""{"type":"{{type}}","object":{{Encoding.UTF8.GetString(shown)}}}""");
            return shown;
        }
    }

    private void Publish_NeedsLock(long version, string line)
    {
        _events.Add((version, Encoding.UTF8.GetBytes(line + "\n")));
        var more = _more;
        _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        more.TrySetResult();
    }

    private (StandInPod Pod, byte[] Shown)? Find(HttpContext context) => _pods.TryGetValue((string)context.Request.RouteValues["pod"]!, out var found) ? found : null;

    private static async Task AnswerAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(json);
    }

    private static Task FailAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync("{}");
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    [GeneratedRegex("036([0-9a-f]+) ")]
    private static partial Regex Secret();
}
