using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace PluginCi.Server;

internal static class JobEndpoints
{
    // More than anybody reads; the worst come first.
    private const int MostTests = 1000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/jobs", (JobReader jobs) => TypedResults.Ok(jobs.Jobs()))
            .WithName("ListJobs")
            .WithTags("Jobs")
            .WithSummary("Every job with how often it ran, failed and flaked, how long it takes, and whether it is in quarantine");
        api.MapGet(
                "/tests",
                (JobReader jobs, [FromQuery, Description("How many at the most, from 1 to 1000.")] int most = 200) => TypedResults.Ok(jobs.TroubledTests(Math.Clamp(most, 1, MostTests))))
            .WithName("ListTests")
            .WithTags("Jobs")
            .WithSummary("The tests that failed at least once, with how often they ran, failed and flaked; the flakiest first");
    }
}
