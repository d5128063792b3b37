using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Speaks to the API of one cluster.</summary>
internal sealed class ApiClient : IDisposable
{
    /// <summary>Who we are to server-side apply.</summary>
    public const string FieldManager = "pluginci";

    // Many builds that start at once must not be a flood; a call takes milliseconds.
    private const int MostCalls = 64;
    private const int MostTransfers = 32;
    private const int MostTold = 64 << 10;

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(15);

    private readonly ClusterAccess _access;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _invoker;
    private readonly SemaphoreSlim _calls = new(MostCalls);
    private readonly SemaphoreSlim _transfers = new(MostTransfers);
    private long _count;

    public ApiClient(ClusterAccess access)
    {
        _access = access;
        _handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingDelay,
            ConnectTimeout = CallLimit,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = access.Authorities is { } authorities ? Trusting(authorities) : null,
                ClientCertificates = access.Client is { } client ? [client] : null,
            },
        };
        _invoker = new HttpMessageInvoker(_handler, disposeHandler: false);
    }

    /// <summary>Where the API is.</summary>
    public Uri Server => _access.Server;

    /// <summary>How many calls were made.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Makes an object or brings it to what is given.</summary>
    /// <param name="path">The object's path.</param>
    /// <param name="json">What we want of it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The object as it is now.</returns>
    public Task<JsonDocument> ApplyAsync(string path, byte[] json, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, $"{path}?fieldManager={FieldManager}&force=true", json, "application/apply-patch+yaml", cancellationToken);

    /// <summary>Reads an object or a list.</summary>
    public Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, "", cancellationToken);

    /// <summary>Deletes an object; nothing happens when it is gone.</summary>
    /// <param name="path">The object's path.</param>
    /// <param name="graceSeconds">How long its programs may take to end; 0 removes it without waiting for them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task DeleteAsync(string path, int graceSeconds, CancellationToken cancellationToken)
    {
        try
        {
            using var _ = await SendAsync(HttpMethod.Delete, $"{path}?gracePeriodSeconds={graceSeconds}", null, "", cancellationToken);
        }
        catch (ApiException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
        }
    }

    /// <summary>Opens an answer that comes bit by bit.</summary>
    /// <returns>The answer; dispose it.</returns>
    public async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, path);
        return await CheckAsync(() => _invoker.SendAsync(request, cancellationToken), cancellationToken);
    }

    /// <summary>Runs a program in a container, to its end, when it is its turn: many that bring files at once are bounded.</summary>
    /// <param name="pod">The pod's path.</param>
    /// <param name="container">The container.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="output">Where what it writes goes.</param>
    /// <param name="cancellationToken">Ends the call, and not the program.</param>
    /// <returns>How it ended.</returns>
    public async Task<ExecEnd> ExecAsync(
        string pod, string container, IReadOnlyList<string> command, Stream? input, Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken)
    {
        await _transfers.WaitAsync(cancellationToken);
        try
        {
            return await HoldAsync(pod, container, command, input, output, cancellationToken);
        }
        finally
        {
            _transfers.Release();
        }
    }

    /// <summary>The same without waiting, and without keeping others waiting, for a program that runs as long as its build.</summary>
    public async Task<ExecEnd> HoldAsync(
        string pod, string container, IReadOnlyList<string> command, Stream? input, Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken)
    {
        var query = string.Concat(command.Select(argument => $"&command={Uri.EscapeDataString(argument)}"));
        var path = $"{pod}/exec?container={container}&stdout=true&stderr=true{(input is null ? "" : "&stdin=true")}{query}";
        Interlocked.Increment(ref _count);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(ExecSession.Protocol);
        socket.Options.CollectHttpResponseDetails = true;
        if (Authorization is { } authorization)
        {
            socket.Options.SetRequestHeader("Authorization", authorization.ToString());
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CallLimit);
        try
        {
            await socket.ConnectAsync(new UriBuilder(new Uri(Server, path)) { Scheme = Server.Scheme == "https" ? "wss" : "ws" }.Uri, _invoker, limit.Token);
        }
        catch (Exception exception) when (IsConnectionTrouble(exception, cancellationToken))
        {
            throw new ApiException(socket.HttpStatusCode == 0 ? null : socket.HttpStatusCode, "", $"A program could not be run in {pod}: {exception.Message}", exception);
        }

        return await new ExecSession(socket).RunAsync(input, output, cancellationToken);
    }

    /// <summary>Runs a program in a container, to its end, and keeps the first of what it writes: an image of somebody else may have any program under a known name.</summary>
    /// <param name="pod">The pod's path.</param>
    /// <param name="container">The container.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="cancellationToken">Ends the call, and not the program.</param>
    /// <returns>How it ended, and up to 64 KiB of what it wrote.</returns>
    public async Task<(ExecEnd End, string Told)> AskAsync(string pod, string container, IReadOnlyList<string> command, Stream? input, CancellationToken cancellationToken)
    {
        using var told = new MemoryStream();
        var end = await ExecAsync(
            pod,
            container,
            command,
            input,
            bytes =>
            {
                told.Write(bytes.Span[..(int)Math.Min(bytes.Length, MostTold - told.Length)]);
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        return (end, Encoding.ASCII.GetString(told.ToArray()));
    }

    public void Dispose()
    {
        _invoker.Dispose();
        _handler.Dispose();
        _calls.Dispose();
        _transfers.Dispose();
    }

    private AuthenticationHeaderValue? Authorization => _access.CurrentToken is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;

    private async Task<JsonDocument> SendAsync(HttpMethod method, string path, byte[]? body, string type, CancellationToken cancellationToken)
    {
        await _calls.WaitAsync(cancellationToken);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(CallLimit);
            using var request = Request(method, path);
            request.Content = body is null ? null : new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
            using var response = await CheckAsync(() => _invoker.SendAsync(request, limit.Token), cancellationToken);
            return await ReadAsync(response, limit.Token, cancellationToken);
        }
        finally
        {
            _calls.Release();
        }
    }

    private async Task<JsonDocument> ReadAsync(HttpResponseMessage response, CancellationToken limit, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await response.Content.ReadAsStreamAsync(limit);
            return await JsonDocument.ParseAsync(content, cancellationToken: limit);
        }
        catch (Exception exception) when (exception is JsonException || IsConnectionTrouble(exception, cancellationToken))
        {
            throw Unreachable(exception);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        Interlocked.Increment(ref _count);
        return new HttpRequestMessage(method, new Uri(Server, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Headers = { Authorization = Authorization },
        };
    }

    private async Task<HttpResponseMessage> CheckAsync(Func<Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await send();
        }
        catch (Exception exception) when (IsConnectionTrouble(exception, cancellationToken))
        {
            throw Unreachable(exception);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            var (reason, message) = Read(await response.Content.ReadAsStringAsync(cancellationToken));
            throw new ApiException(response.StatusCode, reason, message.Length > 0 ? message : $"The API answered {(int)response.StatusCode}.");
        }
    }

    private ApiException Unreachable(Exception exception) =>
        new(null, "", $"The Kubernetes API at {Server} cannot be reached: {(exception is OperationCanceledException ? $"no answer in {CallLimit.TotalSeconds:0} s" : exception.Message)}", exception);

    private static bool IsConnectionTrouble(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException or WebSocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static (string Reason, string Message) Read(string status)
    {
        try
        {
            using var json = JsonDocument.Parse(status);
            return (json.RootElement.TextOf("reason") ?? "", json.RootElement.TextOf("message") ?? "");
        }
        catch (JsonException)
        {
            return ("", status.Trim());
        }
    }

    private static X509ChainPolicy Trusting(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
