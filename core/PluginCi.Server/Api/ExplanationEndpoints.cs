using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PluginCi.Model;

namespace PluginCi.Server;

internal static class ExplanationEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/changes/{connection}/{number}/explanation", Explain)
            .WithName("ExplainChange")
            .WithTags("Changes")
            .WithSummary("Why a change is where it is: what it waits for, what reset it, its builds with what they were given, and when it is likely to merge")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static Results<Ok<ExplanationView>, ProblemHttpResult> Explain(
        [Description("The connection of the change, for example git.")] string connection,
        [Description("The number of the change there.")] string number,
        Explainer explainer,
        Reader reader)
    {
        var id = new ChangeId($"{connection}/{number}");
        return explainer.Explain(id) is { } explanation ? TypedResults.Ok(explanation) : Problems.NoSuchChange(id, reader);
    }
}
