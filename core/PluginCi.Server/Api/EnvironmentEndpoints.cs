using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace PluginCi.Server;

internal static class EnvironmentEndpoints
{
    private const int Most = 1000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/environments", (EnvironmentReader reader) => TypedResults.Ok(reader.Environments()))
            .WithName("ListEnvironments")
            .WithTags("Environments")
            .WithSummary("The environments of the site, each with the newest of every artifact that was promoted and deployed to it");
        api.MapGet("/environments/{name}", Find)
            .WithName("GetEnvironment")
            .WithTags("Environments")
            .WithSummary("An environment with all that was promoted and deployed to it, newest first")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Results<Ok<EnvironmentView>, ProblemHttpResult> Find(
        [Description("The environment.")] string name,
        EnvironmentReader reader,
        [FromQuery, Range(1, Most), Description("How much of its history at the most, from 1 to 1000; default 100.")] int most = 100) =>
        most is < 1 or > Most ? Problems.Of(StatusCodes.Status400BadRequest, "Bad request", $"'most' is {most}, expected a number from 1 to {Most}.")
        : reader.Environment(name, most) is { } view ? TypedResults.Ok(view)
        : Problems.NoSuchEnvironment(name, reader.Environments().Select(environment => environment.Name));
}
