using System.Text.Json;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>Evaluates many scripts one after the other in one evaluator. Only plans without any error come of it; what else happens says nothing, since it may be another script's doing.</summary>
/// <remarks>Why scripts that were merged may share a process, and what keeps them apart: docs/adr/0025.</remarks>
internal sealed class BatchEvaluation(ScriptEvaluatorOptions options, TimeProvider clock)
{
    /// <summary>Evaluates scripts until one of them does not give a plan in time; then the others are left out as well.</summary>
    /// <param name="requests">The scripts.</param>
    /// <param name="keep">Called with each plan and the index of its script.</param>
    /// <param name="cancellationToken">Ends the call and the process.</param>
    /// <returns>How many of the scripts were looked at; the last of them may be what stopped it.</returns>
    /// <exception cref="EvaluationException">There is no bubblewrap; the message says what to do.</exception>
    public async Task<int> RunAsync(IReadOnlyList<EvaluationRequest> requests, Action<int, EvaluationResponse> keep, CancellationToken cancellationToken)
    {
        using var evaluator = EvaluatorProcess.Start(options, EvaluatorKind.Batch);
        for (var index = 0; index < requests.Count; index++)
        {
            var answer = await AskAsync(evaluator, requests[index], cancellationToken);
            if (Read(answer) is not { } response)
            {
                // One that does not even read is the machine's trouble, which the next one would have as well.
                return answer is { IsTaken: false } ? requests.Count : index + 1;
            }

            if (response.Plan is not null && response.Diagnostics.All(found => found.Severity == DiagnosticSeverity.Warning))
            {
                keep(index, response);
            }
        }

        return requests.Count;
    }

    private static EvaluationResponse? Read(EvaluatorAnswer? answer)
    {
        try
        {
            return answer?.Response is { } json ? ModelJson.Read<EvaluationResponse>(json) : null;
        }
        catch (JsonException)
        {
            // Alone it will be told of.
            return null;
        }
    }

    private async Task<EvaluatorAnswer?> AskAsync(EvaluatorProcess evaluator, EvaluationRequest request, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = clock.CreateTimer(_ => limited.Cancel(), null, options.TimeLimit, Timeout.InfiniteTimeSpan);
        try
        {
            return await evaluator.AskAsync(request, limited.Token);
        }
        catch (Exception exception) when (exception is InvalidDataException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
