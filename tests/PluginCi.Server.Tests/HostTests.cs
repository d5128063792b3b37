using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PluginCi.Server;

public sealed class HostTests
{
    [Fact]
    public async Task A_data_folder_has_one_server()
    {
        await using var server = await TestServer.StartAsync();
        var exception = await Assert.ThrowsAsync<ServerStartException>(() =>
            ServerHost.BuildAsync(new ServerOptions { Data = server.DataFolder, Listen = new Uri("http://127.0.0.1:0"), LogConsole = false }, CancellationToken.None));
        Assert.Contains("One server uses a data folder at a time", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_has_one_server_and_a_failed_start_gives_the_data_folder_back()
    {
        await using var server = await TestServer.StartAsync();
        var data = Directory.CreateTempSubdirectory("pluginci-server-").FullName;
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var exception = await Assert.ThrowsAsync<ServerStartException>(() =>
                ServerHost.BuildAsync(new ServerOptions { Data = data, Listen = server.Address, LogConsole = false }, CancellationToken.None));
            Assert.Contains("cannot listen on", exception.Message, StringComparison.Ordinal);
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Port_0_takes_a_free_port_that_is_known_before_the_start()
    {
        await using var server = await TestServer.StartAsync();
        Assert.NotEqual(0, server.Address.Port);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        Assert.True(client.Connected);
    }

    [Fact]
    public async Task A_server_starts_with_an_empty_data_folder_and_no_plugins()
    {
        var data = Directory.CreateTempSubdirectory("pluginci-server-").FullName;
        var options = new ServerOptions { Data = data, Listen = new Uri("http://127.0.0.1:0"), LogConsole = false };
        await using (var app = await ServerHost.BuildAsync(options, CancellationToken.None))
        {
            await app.StartAsync();
            using var http = new HttpClient { BaseAddress = app.Services.GetRequiredService<ServerAddress>().Listen };
            Assert.Contains("There are no queues yet", await http.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
            Assert.Equal("[]", await http.GetStringAsync(new Uri("/api/plugins", UriKind.Relative)));
            await app.StopAsync();
        }

        // Everything is given back: the folder and the address can be taken again.
        using (DataFolder.Take(data))
        {
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task The_log_is_in_the_data_folder()
    {
        await using var server = await TestServer.StartAsync();
        await server.GetAsync("/api/health");
        Assert.NotEmpty(await File.ReadAllTextAsync(Path.Combine(server.DataFolder, "logs", "server.log")));
    }

    [Theory]
    [InlineData(LogLevel.Information, false)]
    [InlineData(LogLevel.Debug, true)]
    public async Task Requests_are_logged_from_debug_on(LogLevel level, bool areLogged)
    {
        await using var server = await TestServer.StartAsync(logLevel: level);
        await server.GetAsync("/api/health");
        await server.StopAsync();
        var file = Path.Combine(server.DataFolder, "logs", "server.log");
        var log = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";
        Assert.Equal(areLogged, log.Contains("Request starting", StringComparison.Ordinal));
        Assert.DoesNotContain(" TRACE ", log, StringComparison.Ordinal);
    }
}
