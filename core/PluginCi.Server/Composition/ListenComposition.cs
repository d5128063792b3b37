using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace PluginCi.Server;

internal static class ListenComposition
{
    public static void ListenOn(this IWebHostBuilder web, ListenSocket socket)
    {
        web.ConfigureServices(services => services
            .Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = _ => socket.Take())
            .Configure<KestrelServerOptions>(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(socket.EndPoint);
            }));
    }
}
