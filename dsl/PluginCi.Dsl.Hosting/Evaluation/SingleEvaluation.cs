using System.Text.Json;
using Microsoft.Extensions.Logging;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>Evaluates scripts, each in an evaluator of its own, within the limits. Whatever the script does ends as a diagnostic.</summary>
internal sealed class SingleEvaluation(ScriptEvaluatorOptions options, WarmEvaluators warm, TimeProvider clock, ILogger logger)
{
    /// <returns>The response, and whether the same script would give it again.</returns>
    /// <exception cref="EvaluationException">The sandbox cannot be started; the message says what to do.</exception>
    public async Task<(EvaluationResponse Response, bool IsLasting)> RunAsync(EvaluationRequest request, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = clock.CreateTimer(_ => limited.Cancel(), null, options.TimeLimit, Timeout.InfiniteTimeSpan);
        try
        {
            var response = await AskWarmAsync(request, limited.Token) ?? await AskColdAsync(request, limited.Token);
            Log.Evaluated(logger, request.Entry, clock.GetElapsedTime(started));
            return response;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (Failure(request, "PCI2201", $"the script did not end within {options.TimeLimit.TotalSeconds} s; look for a loop that does not end."), false);
        }
        catch (InvalidDataException)
        {
            return (Failure(request, "PCI2203", $"the plan is larger than {options.PlanCharacters} characters; make fewer jobs, or move data into files of the repository."), true);
        }
        finally
        {
            warm.Refill();
        }
    }

    private async Task<(EvaluationResponse Response, bool IsLasting)?> AskWarmAsync(EvaluationRequest request, CancellationToken cancellationToken)
    {
        using var evaluator = warm.Take();
        if (evaluator is null)
        {
            return null;
        }

        // One that died while it waited says nothing of the script.
        var answer = await evaluator.AskAsync(request, cancellationToken);
        return answer.IsTaken ? await UnderstandAsync(request, answer, evaluator, cancellationToken) : null;
    }

    private async Task<(EvaluationResponse Response, bool IsLasting)> AskColdAsync(EvaluationRequest request, CancellationToken cancellationToken)
    {
        using var evaluator = EvaluatorProcess.Start(options, EvaluatorKind.Cold);
        return await UnderstandAsync(request, await evaluator.AskAsync(request, cancellationToken), evaluator, cancellationToken);
    }

    private static async Task<(EvaluationResponse Response, bool IsLasting)> UnderstandAsync(
        EvaluationRequest request, EvaluatorAnswer answer, EvaluatorProcess evaluator, CancellationToken cancellationToken)
    {
        if (answer.Response is { } json)
        {
            try
            {
                return (ModelJson.Read<EvaluationResponse>(json), true);
            }
            catch (JsonException exception)
            {
                return (Failure(request, "PCI2202", $"the evaluator's answer cannot be read: {exception.Message}"), false);
            }
        }

        var (status, said) = await evaluator.ReadEndAsync(cancellationToken);
        if (said.StartsWith("bwrap:", StringComparison.Ordinal))
        {
            throw new EvaluationException(
                $"Pipeline scripts are evaluated in bubblewrap, which cannot start here: {said.Trim()} Allow user namespaces (sysctl kernel.unprivileged_userns_clone=1), or run the server where they are allowed.");
        }

        var cause = said.Contains("OutOfMemory", StringComparison.Ordinal) ? "it used more memory than it may"
            : said.Contains("Stack overflow", StringComparison.OrdinalIgnoreCase) ? "a function calls itself without end"
            : $"the evaluator ended with status {status}";
        return (Failure(request, "PCI2202", $"the script broke its evaluation: {cause}."), false);
    }

    private static EvaluationResponse Failure(EvaluationRequest request, string id, string text)
    {
        var (line, column) = ScriptLook.FindCause(id, request.Files.GetValueOrDefault(request.Entry, ""));
        return new() { Diagnostics = [new Diagnostic(request.Entry, line, column, DiagnosticSeverity.Error, id, text)] };
    }
}
