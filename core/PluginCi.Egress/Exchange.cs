using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PluginCi.Egress;

/// <summary>One connection of a build: one request, and its answer.</summary>
internal sealed class Exchange(Socket client, Outside outside, ILoopbackSite? site, EgressLimits limits, TimeProvider clock, Func<int, bool> trySpend, CancellationToken ending)
{
    // A refusal that the build does not read must not keep its connection.
    private static readonly TimeSpan RefusalTime = TimeSpan.FromSeconds(5);

    private readonly Wire _client = new(client);
    private string _host = "";
    private int _port;
    private long _sent;
    private long _received;
    private bool _isSites;
    private bool _isBegun;
    private CancellationTokenSource? _idle;

    /// <summary>Runs it to its end. It does not throw.</summary>
    /// <param name="refusal">Why it is refused before it is read, or null.</param>
    /// <param name="tell">Told what came of it.</param>
    public async Task RunAsync(RefusalException? refusal, Action<EgressRecord> tell)
    {
        var why = refusal?.Message;
        try
        {
            await (refusal is null ? PassOnAsync() : RefuseAsync(refusal));
        }
        catch (RefusalException exception)
        {
            (why, _isSites) = (exception.Message, false);
            await RefuseAsync(exception);
        }
        catch (OperationCanceledException)
        {
            why = ending.IsCancellationRequested ? "the build ended." : string.Create(CultureInfo.InvariantCulture, $"nothing came for {limits.IdleTime.TotalSeconds:0.#} seconds.");
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            why = "the connection broke.";
        }
#pragma warning disable CA1031 // The edge of a request: a bug fails it, and not the build.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            (why, _isSites) = ($"the server failed at it: {bug.GetType().Name}.", false);
            await RefuseAsync(new RefusalException(502, why));
        }
        finally
        {
            client.Dispose();
        }

        // What it answers itself, a site also tells.
        if (!_isSites)
        {
            tell(new EgressRecord(_host, _port, why, _sent, _received));
        }
    }

    private async Task PassOnAsync()
    {
        var head = await ReadHeadAsync();
        (_host, _port) = (head.Host, head.Port);
        if (site is not null && (head.IsOwn ? head.Path : head.IsTunnel ? null : site.PathOf(head.Host, head.Port, head.Path)) is { } path)
        {
            await AnswerAsync(site, head, path);
            return;
        }

        using var server = await outside.ConnectAsync(head.Host, head.Port, ending);
        var wire = new Wire(server);
        using var idle = new CancellationTokenSource(limits.IdleTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending, idle.Token);
        _idle = idle;
        if (head.IsTunnel)
        {
            _isBegun = true;
            await _client.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), either.Token);
        }
        else
        {
            await wire.WriteAsync(head.ToServer.AsMemory(), either.Token);
        }

        var toServer = head.IsTunnel ? _client.CopyAllAsync(wire, CountSent, either.Token) : _client.CopyBodyAsync(head.Body, wire, CountSent, either.Token);
        var toClient = wire.CopyAllAsync(_client, CountReceived, either.Token);
        await BothAsync(toServer, toClient, head.IsTunnel, either);
    }

    /// <summary>Lets the site answer. Of the request it hears the path and nothing else.</summary>
    private async Task AnswerAsync(ILoopbackSite asked, RequestHead head, string path)
    {
        if (head.Method is not ("GET" or "HEAD") || head.Body != 0)
        {
            throw new RefusalException(405, "dependencies are read, by GET and HEAD without a body.");
        }

        _isSites = true;
        using var idle = new CancellationTokenSource(limits.IdleTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending, idle.Token);
        _idle = idle;
        using var answer = await AskAsync(asked, path, either.Token);
        _isBegun = true;
        await _client.WriteAsync(answer.Head(), either.Token);
        var buffer = new byte[64 << 10];
        while (head.Method == "GET" && await answer.Body.ReadAsync(buffer, either.Token) is > 0 and var count)
        {
            idle.CancelAfter(limits.IdleTime);
            await _client.WriteAsync(buffer.AsMemory(0, count), either.Token);
        }
    }

    /// <summary>Asks the site, for as long as the build waits.</summary>
    private async Task<LoopbackAnswer> AskAsync(ILoopbackSite asked, string path, CancellationToken cancellationToken)
    {
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var leaving = CancelWhenLeftAsync();
        try
        {
            return await asked.AnswerAsync(path, TrySpend, asking.Token);
        }
        finally
        {
            await asking.CancelAsync();
            await leaving;
        }

        // Of what stands behind the request nothing is of interest but its end.
        async Task CancelWhenLeftAsync()
        {
            await _client.DrainAsync(asking.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await asking.CancelAsync();
        }
    }

    /// <summary>Until both ways have ended.</summary>
    private static async Task BothAsync(Task toServer, Task toClient, bool isTunnel, CancellationTokenSource ending)
    {
        // What is broken on one way is broken on both; and a server that has ended its answer to a plain request wants no more of it.
        var first = await Task.WhenAny(toServer, toClient);
        var isOver = !first.IsCompletedSuccessfully || (first == toClient && !isTunnel);
        if (isOver)
        {
            await ending.CancelAsync();
            await Task.WhenAll(toServer, toClient).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await (isOver ? first : Task.WhenAll(toServer, toClient));
    }

    private async Task<RequestHead> ReadHeadAsync()
    {
        using var late = new CancellationTokenSource(limits.HeadTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending, late.Token);
        try
        {
            return RequestHead.Parse((await _client.ReadHeadAsync(either.Token)).Span, site is not null);
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            throw new RefusalException(408, "its head did not come in time.");
        }
    }

    private void CountSent(int bytes) => Count(ref _sent, bytes);

    private void CountReceived(int bytes) => Count(ref _received, bytes);

    private void Count(ref long counter, int bytes)
    {
        if (!TrySpend(bytes))
        {
            throw new RefusalException(403, string.Create(CultureInfo.InvariantCulture, $"the build sent and received more than {limits.MostBytes} bytes."));
        }

        counter += bytes;
        _isBegun = true;
    }

    private bool TrySpend(int bytes)
    {
        _idle!.CancelAfter(limits.IdleTime);
        return trySpend(bytes);
    }

    private async Task RefuseAsync(RefusalException refusal)
    {
        // What was begun cannot become another answer.
        if (_isBegun)
        {
            return;
        }

        var host = _host.Length == 0 ? "The request" : string.Create(CultureInfo.InvariantCulture, $"{_host}:{_port}");
        var text = $"{host} is refused: {refusal.Message}\n";
        using var late = new CancellationTokenSource(RefusalTime, clock);
        try
        {
            await _client.WriteAsync(
                Encoding.ASCII.GetBytes($"HTTP/1.1 {refusal.Status} Refused by PluginCI\r\nContent-Type: text/plain\r\nContent-Length: {text.Length}\r\nConnection: close\r\n\r\n{text}"), late.Token);
            client.Shutdown(SocketShutdown.Send);

            // The kernel drops an answer with the connection where something of the request was not read. Where there are too many already, so be it.
            await (refusal.Status == RefusalException.TooManyAtOnce ? Task.CompletedTask : _client.DrainAsync(late.Token));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // It does not want to know.
        }
    }
}
