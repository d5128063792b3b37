using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PluginCi.Server;

internal static class QueueEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/queues", (Reader reader) => TypedResults.Ok(reader.Queues()))
            .WithName("ListQueues")
            .WithTags("Queues")
            .WithSummary("All queues with their items and builds, and what waits to enter them");
}
