using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>The relay of a pod as a program of this machine, links to it, and a socket that stands for the proxy of its build.</summary>
internal sealed class RelayScene : IAsyncDisposable
{
    // Nobody is given one of these by the system.
    private static int _lastPort = 10_000 + (Environment.ProcessId % 20_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("pci-relay-").FullName;
    private readonly int _port = Interlocked.Increment(ref _lastPort);
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Process _relay;
    private readonly Task _serving;

    /// <param name="serve">Plays the proxy, for each connection.</param>
    public RelayScene(Func<Socket, Task> serve)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Proxy));
        _listener.Listen(512);
        _serving = ServeAsync(serve);
        _relay = Process.Start("sh", ["-c", RelayProgram.RelayAt(_port, Door)]);
    }

    public static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public string Proxy => Path.Combine(_folder, "proxy");

    private string Door => Path.Combine(_folder, "door");

    /// <summary>Opens a link, and waits until the relay answers.</summary>
    public async Task<Link> LinkAsync()
    {
        while (!File.Exists(Door))
        {
            await Task.Delay(10, Soon);
        }

        var link = new Link(this);
        await link.WhenReady.WaitAsync(Soon);
        return link;
    }

    /// <summary>A program of the build.</summary>
    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _port), Soon);
        return socket;
    }

    /// <summary>Sends some bytes, ends its side, and takes all that comes.</summary>
    public static async Task<byte[]> SayAsync(Socket socket, byte[] content)
    {
        var saying = SendAsync(socket, content);
        var heard = await HearAsync(socket);
        await saying;
        return heard;
    }

    public static async Task<byte[]> HearAsync(Socket socket)
    {
        using var heard = new MemoryStream();
        var buffer = new byte[50_000];
        while (await socket.ReceiveAsync(buffer, Soon) is > 0 and var count)
        {
            heard.Write(buffer, 0, count);
        }

        return heard.ToArray();
    }

    /// <summary>Sends back what comes.</summary>
    public static async Task EchoAsync(Socket socket)
    {
        var buffer = new byte[50_000];
        while (await socket.ReceiveAsync(buffer, Soon) is > 0 and var count)
        {
            await SendWholeAsync(socket, buffer.AsMemory(0, count));
        }
    }

    public static async Task SendWholeAsync(Socket socket, ReadOnlyMemory<byte> content)
    {
        while (!content.IsEmpty)
        {
            content = content[await socket.SendAsync(content, Soon)..];
        }
    }

    public async ValueTask DisposeAsync()
    {
        _relay.Kill();
        await _relay.WaitForExitAsync();
        _relay.Dispose();
        _listener.Dispose();
        await _serving;
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task SendAsync(Socket socket, byte[] content)
    {
        await SendWholeAsync(socket, content);
        socket.Shutdown(SocketShutdown.Send);
    }

    private async Task ServeAsync(Func<Socket, Task> serve)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(serve, await _listener.AcceptAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The scene is over.
        }
    }

    private static async Task ServeAsync(Func<Socket, Task> serve, Socket socket)
    {
        try
        {
            await serve(socket);
        }
        catch (SocketException)
        {
            // The other side has gone.
        }
        finally
        {
            socket.Dispose();
        }
    }

    /// <summary>A link that a server holds.</summary>
    internal sealed class Link : IAsyncDisposable
    {
        private readonly CancellationTokenSource _ending = new();
        private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TunnelSession _session;
        private readonly Task _running;

        public Link(RelayScene scene)
        {
            _session = new TunnelSession(scene.Proxy, () => _ready.TrySetResult(), TimeSpan.FromSeconds(15), TimeProvider.System);
            _running = _session.RunAsync((input, output, token) => RunAsync(scene.Door, input, output, token), _ending.Token);
        }

        public Task WhenReady => _ready.Task;

        public async ValueTask DisposeAsync()
        {
            await _ending.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _session.Dispose();
            _ending.Dispose();
        }

        private static async Task<ExecEnd> RunAsync(string door, Stream input, Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken)
        {
            var command = RelayProgram.LinkTo(door);
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            using var ending = cancellationToken.Register(process.Kill);
            var giving = GiveAsync(input, process.StandardInput.BaseStream, cancellationToken);
            var buffer = new byte[30_000];
            while (await process.StandardOutput.BaseStream.ReadAsync(buffer, CancellationToken.None) is > 0 and var count)
            {
                await output(buffer.AsMemory(0, count));
            }

            await giving;
            await process.WaitForExitAsync(CancellationToken.None);
            return new ExecEnd(process.ExitCode, "");
        }

        private static async Task GiveAsync(Stream input, Stream program, CancellationToken cancellationToken)
        {
            var buffer = new byte[30_000];
            try
            {
                while (await input.ReadAsync(buffer, cancellationToken) is > 0 and var count)
                {
                    await program.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                    await program.FlushAsync(cancellationToken);
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // It ended.
            }
        }
    }
}
