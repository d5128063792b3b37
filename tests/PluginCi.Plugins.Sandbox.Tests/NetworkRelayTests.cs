using PluginCi.Plugin;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>The way from a build to its proxy.</summary>
public sealed class NetworkRelayTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task One_that_cannot_listen_says_why_and_what_it_needs()
    {
        // No process has this id: the kernel's are below.
        var starting = NetworkRelay.StartAsync("/nowhere", "4194305", CancellationToken.None);

        var trouble = await Assert.ThrowsAsync<OutsideException>(() => starting.WaitAsync(Soon));

        Assert.StartsWith("A build's way to the network could not be opened. It needs nsenter and socat; on Debian, `apt-get install util-linux socat`. It said: nsenter:", trouble.Message, StringComparison.Ordinal);
    }
}
