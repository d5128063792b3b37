using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>What the evaluator process does: a request is a line of its input, and is answered by two lines of its output, <see cref="Taken"/> and the response.</summary>
internal static class EvaluatorLoop
{
    /// <summary>What an evaluator says that has warmed up.</summary>
    public const string IsWarm = "warm";

    /// <summary>What an evaluator says that has read a request, before it looks at it.</summary>
    public const string Taken = "taken";

    // Uses of the DSL what most scripts use.
    private const string OwnScript = """
        #r "PluginCi.Dsl.dll"
        #r "PluginCi.Pipelines.dll"
        using System.Linq;
        using static PluginCi.Dsl.Ci;

        var build = Job("build").Sh("make").Timeout(Minutes(10));
        var units = new[] { "a", "b" }.Select(name => Job($"unit-{name}").After(build).Sh("make check"));

        return Project(Commit([build, .. units]));
        """;

    /// <param name="kind">How it was started.</param>
    /// <param name="input">Requests. Its end is that of whoever started this process, also when that was killed.</param>
    /// <param name="output">Responses; written through at once.</param>
    public static async Task RunAsync(EvaluatorKind kind, TextReader input, TextWriter output)
    {
        if (kind == EvaluatorKind.Warm)
        {
            WarmUp();
            await output.WriteLineAsync(IsWarm);
        }

        while (await input.ReadLineAsync() is { } line)
        {
            await output.WriteLineAsync(Taken);
            await output.WriteLineAsync(ModelJson.Write(ScriptRunner.Run(ModelJson.Read<EvaluationRequest>(line))));
            if (kind != EvaluatorKind.Batch)
            {
                return;
            }
        }
    }

    private static void WarmUp()
    {
        var request = new EvaluationRequest
        {
            IsSite = false,
            Entry = PipelineFiles.Script,
            Files = ImmutableSortedDictionary<string, string>.Empty.Add(PipelineFiles.Script, OwnScript),
            Pipelines = ["check", "gate"],
        };
        var response = ScriptRunner.Run(ModelJson.Read<EvaluationRequest>(ModelJson.Write(request)));
        if (response.Plan is null)
        {
            throw new InvalidOperationException($"The evaluator's own script is wrong: {string.Join('\n', response.Diagnostics)}");
        }

        ModelJson.Write(response);
    }
}
