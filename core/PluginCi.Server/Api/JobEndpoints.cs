using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PluginCi.Server;

internal static class JobEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/jobs", (JobReader jobs) => TypedResults.Ok(jobs.Jobs()))
            .WithName("ListJobs")
            .WithTags("Jobs")
            .WithSummary("Every job with how often it ran, failed and flaked, how long it takes, and whether it is in quarantine");
}
