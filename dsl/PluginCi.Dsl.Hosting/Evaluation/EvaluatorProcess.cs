using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>An evaluator that was started in the sandbox. Ends with this object, whatever it does.</summary>
internal sealed class EvaluatorProcess : IDisposable
{
    private const int ErrorCharacters = 64 << 10;

    private readonly ScriptEvaluatorOptions _options;
    private readonly Process _process;
    private readonly LimitedLines _lines;
    private readonly Task<string?> _warm;
    private readonly Task<string> _errors;
    private readonly DateTime _installed;

    private EvaluatorProcess(ScriptEvaluatorOptions options, Process process, EvaluatorKind kind)
    {
        (_options, _process) = (options, process);
        _installed = InstalledAt(options);
        _errors = ReadErrorsAsync(process.StandardError);
        _lines = new LimitedLines(process.StandardOutput);
        _warm = kind == EvaluatorKind.Warm ? _lines.ReadAsync(options.PlanCharacters, CancellationToken.None) : Task.FromResult<string?>(null);
    }

    /// <summary>False when it has ended, or holds other files than those that are installed now.</summary>
    public bool CanBeAsked => !_process.HasExited && _installed == InstalledAt(_options);

    /// <summary>Of a warm one: completes when it waits for its request, or has ended.</summary>
    public Task WhenWarm => _warm;

    /// <summary>Starts an evaluator.</summary>
    /// <exception cref="EvaluationException">There is no bubblewrap or no evaluator, or a library of recipes was replaced; the message says what to do.</exception>
    public static EvaluatorProcess Start(ScriptEvaluatorOptions options, EvaluatorKind kind)
    {
        if (!File.Exists(options.EvaluatorAssembly))
        {
            throw new EvaluationException(
                $"Scripts are evaluated by a program of its own, which is missing: {Path.GetFullPath(options.EvaluatorAssembly)}. It is part of the installation. Install PluginCI again, or from a source checkout run ./pluginci, which builds it.");
        }

        var start = new ProcessStartInfo("bwrap")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        KeptLibraries.Keep(options);
        foreach (var argument in EvaluatorSandbox.Arguments(options).Append(kind.ToString()))
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return new EvaluatorProcess(options, Process.Start(start)!, kind);
        }
        catch (Win32Exception exception)
        {
            throw new EvaluationException("Pipeline scripts are evaluated in bubblewrap, which is not installed. Install it: apt-get install bubblewrap", exception);
        }
    }

    /// <summary>Hands a request over and waits for the response.</summary>
    /// <exception cref="InvalidDataException">The response is larger than a plan may be.</exception>
    public async Task<EvaluatorAnswer> AskAsync(EvaluationRequest request, CancellationToken cancellationToken)
    {
        await _warm.WaitAsync(cancellationToken);
        try
        {
            await _process.StandardInput.WriteLineAsync(ModelJson.Write(request).AsMemory(), cancellationToken);
            await _process.StandardInput.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit status says why.
        }

        var isTaken = await _lines.ReadAsync(_options.PlanCharacters, cancellationToken) == EvaluatorLoop.Taken;
        return new EvaluatorAnswer(isTaken, isTaken ? await _lines.ReadAsync(_options.PlanCharacters, cancellationToken) : null);
    }

    /// <summary>Of one that gave no response: how it ended.</summary>
    /// <returns>The exit status and the first of what it said of its errors.</returns>
    public async Task<(int Status, string Errors)> ReadEndAsync(CancellationToken cancellationToken)
    {
        var errors = await _errors.WaitAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return (_process.ExitCode, errors);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }

        _process.Dispose();
    }

    private static DateTime InstalledAt(ScriptEvaluatorOptions options) => File.GetLastWriteTimeUtc(options.EvaluatorAssembly);

    // To the end, or it would wait for somebody to read on.
    private static async Task<string> ReadErrorsAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        var buffer = new char[4 << 10];
        while (await reader.ReadAsync(buffer) is > 0 and var read)
        {
            text.Append(buffer, 0, Math.Min(read, ErrorCharacters - text.Length));
        }

        return text.ToString();
    }
}
