using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PluginCi.Model;

namespace PluginCi.Server;

internal static class ChangeEndpoints
{
    private const int Most = 1000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/changes", List)
            .WithName("ListChanges")
            .WithTags("Changes")
            .WithSummary("The changes last heard of, newest news first")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/changes/{connection}/{number}", Find)
            .WithName("GetChange")
            .WithTags("Changes")
            .WithSummary("A change with where it is queued, its builds, reports and history")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Results<Ok<IReadOnlyList<ChangeSummary>>, ProblemHttpResult> List(
        Reader reader, [FromQuery, Range(1, Most), Description("How many at the most, from 1 to 1000; default 50.")] int most = 50) =>
        most is < 1 or > Most
            ? Problems.Of(StatusCodes.Status400BadRequest, "Bad request", $"'most' is {most}, expected a number from 1 to {Most}.")
            : TypedResults.Ok(reader.Changes(most));

    private static Results<Ok<ChangeView>, ProblemHttpResult> Find(
        [Description("The connection of the change, for example git.")] string connection,
        [Description("The number of the change there.")] string number,
        Reader reader)
    {
        var id = new ChangeId($"{connection}/{number}");
        return reader.Change(id) is { } change ? TypedResults.Ok(change) : Problems.NoSuchChange(id, reader);
    }
}
