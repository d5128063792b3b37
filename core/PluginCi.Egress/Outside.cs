using System.Net;
using System.Net.Sockets;

namespace PluginCi.Egress;

/// <summary>Connects to hosts that a build may reach.</summary>
internal sealed class Outside(EgressRules rules, EgressLimits limits, TimeProvider clock, Func<string, CancellationToken, Task<IPAddress[]>> find)
{
    /// <summary>Connects to a host.</summary>
    /// <exception cref="RefusalException">It may not, or cannot, be reached.</exception>
    public async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        if (!rules.Allow(host, port))
        {
            throw new RefusalException(403, "its job does not ask for this host and port by .Network(…).");
        }

        var found = await FindAsync(host, cancellationToken);
        IPAddress[] addresses = [.. rules.Usable(host, port, found)];
        if (addresses.Length == 0)
        {
            throw new RefusalException(403, "its address is not of the internet; if it is meant, the site names this host in Egress(inside: …).");
        }

        // The very addresses that were looked at: a second look-up might find others.
        foreach (var address in addresses)
        {
            if (await TryConnectAsync(address, port, cancellationToken) is { } socket)
            {
                return socket;
            }
        }

        throw new RefusalException(502, "it does not answer.");
    }

    private async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        using var late = new CancellationTokenSource(limits.ConnectTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await find(host, either.Token).WaitAsync(either.Token);
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new RefusalException(502, "there is no host of this name.");
        }
    }

    private async Task<Socket?> TryConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limits.ConnectTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), either.Token);
            return socket;
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
