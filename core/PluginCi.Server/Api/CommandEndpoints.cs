using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Scheduler;

namespace PluginCi.Server;

internal static class CommandEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        Map(api, ChangeCommand.Approve, "approve", "Gives a change the votes it needs to be merged");
        Map(api, ChangeCommand.Abandon, "abandon", "Gives a change up");
        Map(api, ChangeCommand.Restore, "restore", "Takes a change up again that was given up");
        Map(api, ChangeCommand.Recheck, "recheck", "Tests a change again");
    }

    private static void Map(IEndpointRouteBuilder api, ChangeCommand command, string verb, string summary) =>
        api.MapPost(
                $"/changes/{{connection}}/{{number}}/{verb}",
                (
                    [Description("The connection of the change, for example git.")] string connection,
                    [Description("The number of the change there.")] string number,
                    CommandRequest request,
                    Connections connections,
                    CancellationToken cancellationToken) =>
                    AskAsync(new ChangeId($"{connection}/{number}"), command, request, connections, cancellationToken))
            .WithName($"{command}Change")
            .WithTags("Changes")
            .WithSummary(summary)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status502BadGateway);

    private static async Task<Results<NoContent, ProblemHttpResult>> AskAsync(
        ChangeId change, ChangeCommand command, CommandRequest request, Connections connections, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Who))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "Bad request", "'who' is missing: say who asks, for example { \"who\": \"ada\" }.");
        }

        if (connections.FindSource(change.Connection) is not { } source)
        {
            return Problems.NoSuchConnection(change.Connection, connections.Sources.Select(known => known.Connection));
        }

        try
        {
            return await source.TryCommandAsync(change, command, request.Who.Trim(), cancellationToken) is { } refusal
                ? Problems.Of(StatusCodes.Status409Conflict, "Refused", refusal)
                : TypedResults.NoContent();
        }
        catch (OutsideException exception)
        {
            return Problems.Of(StatusCodes.Status502BadGateway, "The review system did not answer", exception.Message);
        }
    }
}
