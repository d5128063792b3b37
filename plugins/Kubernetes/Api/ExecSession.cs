using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>How a program in a container ended.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Complaint">The first of what it wrote to its error stream, or what the API said.</param>
internal sealed record ExecEnd(int Status, string Complaint);

/// <summary>A program in a container, over a WebSocket. Source: Kubernetes' protocol <c>v4.channel.k8s.io</c>: each message begins with the number of its stream.</summary>
internal sealed class ExecSession(ClientWebSocket socket)
{
    public const string Protocol = "v4.channel.k8s.io";

    private const byte Input = 0;
    private const byte Output = 1;
    private const byte Error = 2;
    private const byte End = 3;
    private const int PieceBytes = 32 << 10;
    private const int MostComplaint = 2000;

    private readonly StringBuilder _complaint = new();

    /// <summary>Gives it its input and takes its output until it ends.</summary>
    public async Task<ExecEnd> RunAsync(Stream? input, Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var giving = input is null ? Task.CompletedTask : GiveAsync(input, ended.Token);
        try
        {
            return await TakeAsync(output, cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Whoever receives of a socket that sending found broken is told that it is cancelled.
            throw new ApiException(null, "", $"The connection to a program in a pod was lost: {exception.Message}", exception);
        }
        finally
        {
            await ended.CancelAsync();
            await giving;
        }
    }

    private async Task GiveAsync(Stream input, CancellationToken cancellationToken)
    {
        var piece = new byte[1 + PieceBytes];
        piece[0] = Input;
        try
        {
            while (await input.ReadAsync(piece.AsMemory(1), cancellationToken) is > 0 and var count)
            {
                await socket.SendAsync(piece.AsMemory(0, 1 + count), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
        {
            // The other direction tells how it ended: a program need not read all that it is given.
        }
    }

    private async Task<ExecEnd> TakeAsync(Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 + PieceBytes);
        try
        {
            byte? channel = null;
            using var end = new MemoryStream();
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    throw new IOException("it was closed before the program's end");
                }

                var content = buffer.AsMemory(0, received.Count);
                if (channel is null && !content.IsEmpty)
                {
                    channel = content.Span[0];
                    content = content[1..];
                }

                await TakeAsync(channel, content, output, end);
                if (received.EndOfMessage)
                {
                    if (channel == End && end.Length > 0)
                    {
                        return Read(end.ToArray());
                    }

                    channel = null;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask TakeAsync(byte? channel, ReadOnlyMemory<byte> content, Func<ReadOnlyMemory<byte>, ValueTask> output, MemoryStream end)
    {
        switch (channel)
        {
            case Output when !content.IsEmpty:
                await output(content);
                break;
            case Error when _complaint.Length < MostComplaint:
                _complaint.Append(Encoding.UTF8.GetString(content.Span));
                break;
            case End:
                end.Write(content.Span);
                break;
        }
    }

    private ExecEnd Read(byte[] status)
    {
        using var json = JsonDocument.Parse(status);
        if (json.RootElement.TextOf("status") == "Success")
        {
            return new ExecEnd(0, _complaint.ToString().Trim());
        }

        var code = json.RootElement.Find("details")?.ListOf("causes").Where(cause => cause.TextOf("reason") == "ExitCode").Select(cause => cause.TextOf("message")).FirstOrDefault();
        return int.TryParse(code, CultureInfo.InvariantCulture, out var number)
            ? new ExecEnd(number, _complaint.ToString().Trim())
            : throw new ApiException(null, json.RootElement.TextOf("reason") ?? "", $"A program in a pod could not be run: {json.RootElement.TextOf("message")}");
    }
}
