using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>Runs the evaluator once, in the sandbox, within the limits. Whatever the script does ends as a diagnostic.</summary>
internal sealed class EvaluatorProcess(ScriptEvaluatorOptions options, TimeProvider clock, ILogger logger)
{
    /// <returns>The response, and whether the same script would give it again.</returns>
    public async Task<(EvaluationResponse Response, bool IsLasting)> RunAsync(EvaluationRequest request, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        using var process = Start();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = clock.CreateTimer(_ => limited.Cancel(), null, options.TimeLimit, Timeout.InfiniteTimeSpan);
        try
        {
            var output = ReadUpToAsync(process.StandardOutput, options.PlanCharacters, limited.Token);
            var errors = ReadUpToAsync(process.StandardError, 64 << 10, limited.Token);
            await FeedAsync(process, request, limited.Token);
            var text = await output;
            if (text is null)
            {
                return (Failure(request, "PCI2203", $"the plan is larger than {options.PlanCharacters} characters; make fewer jobs, or move data into files of the repository."), true);
            }

            await process.WaitForExitAsync(limited.Token);
            Log.Evaluated(logger, request.Entry, clock.GetElapsedTime(started));
            return Understand(request, process.ExitCode, text, await errors);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (Failure(request, "PCI2201", $"the script did not end within {options.TimeLimit.TotalSeconds} s; look for a loop that does not end."), false);
        }
        finally
        {
            Kill(process);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("bwrap")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in EvaluatorSandbox.Arguments(options))
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException("Pipeline scripts are evaluated in bubblewrap, which is not installed. Install it: apt-get install bubblewrap", exception);
        }
    }

    private static async Task FeedAsync(Process process, EvaluationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(ModelJson.Write(request).AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit status says why.
        }
    }

    /// <returns>Everything that was written, or null when it is more than the limit.</returns>
    private static async Task<string?> ReadUpToAsync(StreamReader reader, int limit, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[16 << 10];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            text.Append(buffer, 0, read);
            if (text.Length > limit)
            {
                return null;
            }
        }

        return text.ToString();
    }

    private static (EvaluationResponse Response, bool IsLasting) Understand(EvaluationRequest request, int exitCode, string output, string? errors)
    {
        if (exitCode == 0)
        {
            try
            {
                return (ModelJson.Read<EvaluationResponse>(output), true);
            }
            catch (JsonException exception)
            {
                return (Failure(request, "PCI2202", $"the evaluator's answer cannot be read: {exception.Message}"), false);
            }
        }

        var said = errors ?? "";
        if (said.StartsWith("bwrap:", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"Pipeline scripts are evaluated in bubblewrap, which cannot start here: {said.Trim()} Allow user namespaces (sysctl kernel.unprivileged_userns_clone=1), or run the server where they are allowed.");
        }

        var cause = said.Contains("OutOfMemory", StringComparison.Ordinal) ? "it used more memory than it may"
            : said.Contains("Stack overflow", StringComparison.OrdinalIgnoreCase) ? "a function calls itself without end"
            : $"the evaluator ended with status {exitCode}";
        return (Failure(request, "PCI2202", $"the script broke its evaluation: {cause}."), false);
    }

    private static EvaluationResponse Failure(EvaluationRequest request, string id, string text) =>
        new() { Diagnostics = [new Diagnostic(request.Entry, 0, 0, DiagnosticSeverity.Error, id, text)] };

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }
}
