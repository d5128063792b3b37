using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PluginCi.Server;

internal static class ServerEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/plugins", (Reader reader) => TypedResults.Ok(reader.Plugins()))
            .WithName("ListPlugins")
            .WithTags("Server")
            .WithSummary("Every plugin folder, loaded or refused, with its health");
        api.MapGet("/health", (Reader reader) => TypedResults.Ok(reader.Health()))
            .WithName("GetHealth")
            .WithTags("Server")
            .WithSummary("How the server is: healthy, or degraded with the reasons");
    }
}
