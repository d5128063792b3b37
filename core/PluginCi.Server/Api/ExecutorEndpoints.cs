using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PluginCi.Server;

internal static class ExecutorEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/executors", (Reader reader) => TypedResults.Ok(reader.Executors()))
            .WithName("ListExecutors")
            .WithTags("Server")
            .WithSummary("What runs builds: labels, room, builds that run and wait, and drains");
        api.MapGet("/quotas", (Reader reader) => TypedResults.Ok(reader.Quotas()))
            .WithName("ListQuotas")
            .WithTags("Server")
            .WithSummary("The site's limits on how many builds of projects run at once, with those that run and wait");
        OperatorEndpoints.MapExecutors(api.MapGroup("/executors"));
    }
}
