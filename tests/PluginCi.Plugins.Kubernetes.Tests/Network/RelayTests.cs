using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>Connections through the real relay: whole, apart from each other, and gone with what they hang on.</summary>
public sealed class RelayTests
{
    [Fact]
    public async Task Many_connections_carry_both_ways_at_once_and_end_one_way_after_the_other()
    {
        await using var scene = new RelayScene(RelayScene.EchoAsync);
        await using var link = await scene.LinkAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            var content = RandomNumberGenerator.GetBytes((number * 200_000) + 1);
            using var socket = await scene.ConnectAsync();
            Assert.Equal(content, await RelayScene.SayAsync(socket, content));
        }));
    }

    [Fact]
    public async Task One_that_nobody_reads_holds_up_no_other_and_fills_no_memory()
    {
        var sent = 0L;
        await using var scene = new RelayScene(async socket =>
        {
            var first = new byte[1];
            await socket.ReceiveAsync(first, RelayScene.Soon);
            while (first[0] == 'f')
            {
                Interlocked.Add(ref sent, await socket.SendAsync(new byte[10_000], RelayScene.Soon));
            }

            await RelayScene.EchoAsync(socket);
        });
        await using var link = await scene.LinkAsync();
        using var flooded = await scene.ConnectAsync();
        flooded.ReceiveBufferSize = 10_000;
        await flooded.SendAsync("f"u8.ToArray(), RelayScene.Soon);

        for (var round = 0; round < 100; round++)
        {
            using var socket = await scene.ConnectAsync();
            Assert.Equal(100_000, (await RelayScene.SayAsync(socket, new byte[100_001])).Length);
        }

        // Two windows, and what the kernel keeps of the sockets at both ends.
        Assert.InRange(Interlocked.Read(ref sent), 1, 8 << 20);
    }

    [Fact]
    public async Task Who_comes_while_there_is_no_link_waits_for_the_next_and_what_was_open_ends()
    {
        await using var scene = new RelayScene(RelayScene.EchoAsync);
        var link = await scene.LinkAsync();
        using var open = await scene.ConnectAsync();
        await open.SendAsync("a"u8.ToArray(), RelayScene.Soon);
        Assert.Equal(1, await open.ReceiveAsync(new byte[10], RelayScene.Soon));

        await link.DisposeAsync();
        Assert.Empty(await RelayScene.HearAsync(open));
        using var early = await scene.ConnectAsync();
        await early.SendAsync("early"u8.ToArray(), RelayScene.Soon);
        await using var next = await scene.LinkAsync();

        Assert.Equal("early bird", Encoding.ASCII.GetString(await RelayScene.SayAsync(early, " bird"u8.ToArray())));
    }

    [Fact]
    public async Task A_link_takes_the_place_of_one_that_fell_silent()
    {
        await using var scene = new RelayScene(RelayScene.EchoAsync);
        await using var old = await scene.LinkAsync();
        using var open = await scene.ConnectAsync();
        await using var next = await scene.LinkAsync();

        Assert.Empty(await RelayScene.HearAsync(open));
        using var socket = await scene.ConnectAsync();
        Assert.Equal("it", Encoding.ASCII.GetString(await RelayScene.SayAsync(socket, "it"u8.ToArray())));
    }

    [Fact]
    public async Task What_the_proxy_has_closed_takes_no_room_although_the_program_keeps_it()
    {
        await using var scene = new RelayScene(async socket =>
        {
            await socket.ReceiveAsync(new byte[10], RelayScene.Soon);
            await RelayScene.SendWholeAsync(socket, new byte[200_000]);
        });
        await using var link = await scene.LinkAsync();
        var kept = new List<Socket>();
        for (var number = 0; number < 300; number++)
        {
            var socket = await scene.ConnectAsync();
            kept.Add(socket);
            await socket.SendAsync("it"u8.ToArray(), RelayScene.Soon);
            Assert.Equal(200_000, (await RelayScene.HearAsync(socket)).Length);
        }

        kept.ForEach(socket => socket.Dispose());
    }
}
