using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Scheduler;

namespace PluginCi.Server;

internal static class OperatorEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/freezes", (Reader reader) => TypedResults.Ok(reader.Freezes()))
            .WithName("ListFreezes")
            .WithTags("Operators")
            .WithSummary("The stops of merges in force, oldest first");
        Describe(api.MapPost("/enqueue", EnqueueAsync), "Enqueue", "Puts a change, or a branch or tag, into a pipeline as if the event had come");
        Describe(api.MapPost("/dequeue", DequeueAsync), "Dequeue", "Takes a change, or a branch or tag, out of a pipeline");
        Describe(api.MapPost("/promote", PromoteAsync), "Promote", "Moves changes to the head of their queue, each with what it needs");
        Describe(api.MapPost("/freeze", FreezeAsync), "Freeze", "Stops merges of everything, a queue, a project or a repo group");
        Describe(api.MapPost("/thaw", ThawAsync), "Thaw", "Allows merges again");
    }

    /// <summary>What operators ask of executors, beside the list of them.</summary>
    public static void MapExecutors(IEndpointRouteBuilder executors)
    {
        Describe(executors.MapPost("/{name}/drain", DrainAsync), "DrainExecutor", "Gives an executor no more builds; those that it runs go on to their end");
        Describe(executors.MapPost("/{name}/resume", ResumeAsync), "ResumeExecutor", "Gives a drained executor builds again");
    }

    private static void Describe(RouteHandlerBuilder endpoint, string name, string summary) => endpoint
        .WithName(name)
        .WithTags("Operators")
        .WithSummary(summary)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status502BadGateway);

    private static Task<Results<Ok<DoneView>, ProblemHttpResult>> EnqueueAsync(
        PipelineRequest request, IOperators operators, CancellationToken cancellationToken) => AnswerAsync(
        [("pipeline", request.Pipeline), ("subject", request.Subject), ("who", request.Who)],
        () => operators.EnqueueAsync(request.Pipeline!, request.Subject!, new CommandAuthor(request.Who!, request.Reason ?? ""), cancellationToken));

    private static Task<Results<Ok<DoneView>, ProblemHttpResult>> DequeueAsync(
        PipelineRequest request, IOperators operators, CancellationToken cancellationToken) => AnswerAsync(
        [("pipeline", request.Pipeline), ("subject", request.Subject), ("who", request.Who)],
        () => operators.DequeueAsync(request.Pipeline!, request.Subject!, new CommandAuthor(request.Who!, request.Reason ?? ""), cancellationToken));

    private static Task<Results<Ok<DoneView>, ProblemHttpResult>> PromoteAsync(
        PromoteRequest request, IOperators operators, CancellationToken cancellationToken) => AnswerAsync(
        [("pipeline", request.Pipeline), ("changes", request.Changes is [var first, ..] ? first : null), ("who", request.Who)],
        () => operators.PromoteAsync(
            request.Pipeline!, [.. request.Changes!.Select(change => new ChangeId(change))], new CommandAuthor(request.Who!, request.Reason ?? ""), cancellationToken));

    private static Task<Results<Ok<DoneView>, ProblemHttpResult>> FreezeAsync(
        FreezeRequest request, IOperators operators, CancellationToken cancellationToken) => AnswerAsync(
        [("scope", request.Scope), ("who", request.Who), ("reason", request.Reason)],
        () => operators.FreezeAsync(WishOf(request), new CommandAuthor(request.Who!, request.Reason!), cancellationToken));

    private static FreezeWish WishOf(FreezeRequest request) => new(request.Scope!, request.Until)
    {
        Branches = [.. request.Branches ?? []],
        Exceptions = [.. (request.ExceptTopics ?? []).Select(topic => new FreezeException(Topic: topic)), .. (request.ExceptHashtags ?? []).Select(hashtag => new FreezeException(Hashtag: hashtag))],
    };

    private static Task<Results<Ok<DoneView>, ProblemHttpResult>> ThawAsync(
        FreezeRequest request, IOperators operators, CancellationToken cancellationToken) => AnswerAsync(
        [("scope", request.Scope), ("who", request.Who)],
        () => operators.ThawAsync(request.Scope!, new CommandAuthor(request.Who!, request.Reason ?? ""), cancellationToken));

    private static Task<Results<Ok<DoneView>, ProblemHttpResult>> DrainAsync(
        string name, ExecutorRequest request, IOperators operators, CancellationToken cancellationToken) => AnswerAsync(
        [("who", request.Who), ("reason", request.Reason)],
        () => operators.DrainAsync(name, new CommandAuthor(request.Who!, request.Reason!), cancellationToken));

    private static Task<Results<Ok<DoneView>, ProblemHttpResult>> ResumeAsync(
        string name, ExecutorRequest request, IOperators operators, CancellationToken cancellationToken) => AnswerAsync(
        [("who", request.Who)],
        () => operators.ResumeAsync(name, new CommandAuthor(request.Who!, request.Reason ?? ""), cancellationToken));

    private static async Task<Results<Ok<DoneView>, ProblemHttpResult>> AnswerAsync(
        (string Name, string? Value)[] required, Func<Task<CommandAnswer>> ask)
    {
        if (Array.Find(required, entry => string.IsNullOrWhiteSpace(entry.Value)) is { Name: { } missing })
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "Bad request", $"'{missing}' is missing.");
        }

        try
        {
            var answer = await ask();
            return answer.IsDone
                ? TypedResults.Ok(new DoneView(answer.Reasons))
                : Problems.Of(StatusCodes.Status409Conflict, "Refused", string.Join(' ', answer.Reasons));
        }
        catch (OutsideException exception)
        {
            return Problems.Of(StatusCodes.Status502BadGateway, "The review system did not answer", exception.Message);
        }
    }
}
