using System.Buffers.Binary;
using System.Net.Sockets;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>The image of a relay may be anybody's. What it says that it should not ends its link, and is no more than that.</summary>
public sealed class TunnelSessionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pci-tunnel-").FullName;
    private readonly Socket _proxy = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public TunnelSessionTests()
    {
        _proxy.Bind(new UnixDomainSocketEndPoint(Proxy));
        _proxy.Listen(512);
    }

    private string Proxy => Path.Combine(_folder, "proxy");

    public static TheoryData<string, byte[]> Wrongs { get; } = new()
    {
        { "is too long", [(byte)'D', 0, 0, 0, 1, 0xff, 0xff, 0] },
        { "of another", [.. Make('O', 2), .. Make('O', 2)] },
        { "of another", [.. Make('O', 2), .. Make('O', 1)] },
        { "too many connections", [.. Enumerable.Range(1, 300).SelectMany(number => Make('O', number))] },
        { "more than was asked for", [.. Make('O', 1), .. Enumerable.Range(0, 40).SelectMany(_ => Make('D', 1, 16 << 10))] },
        { "more than was asked for", [.. Make('O', 1), .. Make('E', 1), .. Make('D', 1, 1)] },
        { "what is not known", [.. Make('O', 1), .. Make('?', 1)] },
        { "what is not known", [.. Make('O', 1), .. Make('C', 1, 3)] },
        { "took more", [.. Make('O', 1), .. Make('C', 1, 4)] },
    };

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task What_it_should_not_say_ends_the_link(string complaint, byte[] said)
    {
        using var session = NewSession(TimeSpan.FromSeconds(60));

        var thrown = await Assert.ThrowsAsync<ApiException>(() => session.RunAsync(
            async (_, output, token) =>
            {
                // In pieces, as the network likes it.
                foreach (var piece in said.Chunk(5))
                {
                    await output(piece);
                }

                await Task.Delay(Timeout.Infinite, token);
                return new ExecEnd(0, "");
            },
            RelayScene.Soon));

        Assert.Contains(complaint, thrown.Message, StringComparison.Ordinal);
        Assert.True(thrown.IsTransient);
    }

    [Fact]
    public async Task One_that_answers_no_more_is_given_up()
    {
        var isReady = false;
        using var session = NewSession(TimeSpan.FromMilliseconds(200), () => isReady = true);

        var thrown = await Assert.ThrowsAsync<ApiException>(() => session.RunAsync(
            async (_, output, token) =>
            {
                await output(Make('P', 0));
                await Task.Delay(Timeout.Infinite, token);
                return new ExecEnd(0, "");
            },
            RelayScene.Soon));

        Assert.True(isReady);
        Assert.Contains("does not answer", thrown.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _proxy.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private TunnelSession NewSession(TimeSpan pingTime, Action? ready = null) => new(Proxy, ready ?? (() => { }), pingTime, TimeProvider.System);

    // Of content that is all 0xff where there is any.
    private static byte[] Make(char kind, int stream, int length = 0)
    {
        var frame = new byte[Frame.HeadBytes + length];
        frame.AsSpan().Fill(0xff);
        frame[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), stream);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(5), (ushort)length);
        return frame;
    }
}
