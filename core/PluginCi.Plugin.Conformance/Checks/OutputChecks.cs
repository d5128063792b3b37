using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>What a build writes.</summary>
internal static class OutputChecks
{
    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new(Output_arrives_while_the_build_runs),
        new(Lines_of_any_content_and_length_are_told_whole),
        new(No_letter_of_a_long_line_is_torn),
        new(All_output_of_a_step_is_told_before_the_next_step),
        new(Steps_have_no_input_and_may_open_their_streams_by_name),
    ];

    private static async Task Output_arrives_while_the_build_runs(ExecutorScene scene)
    {
        using var cancel = new CancellationTokenSource();
        var output = new BuildTranscript();
        var running = scene.RunAsync(scene.Job("echo early; sleep 1000"), output: output, cancellationToken: cancel.Token);

        await output.LineAsync("early", scene.Subject.Deadline);

        Expect.That(!running.IsCompleted, "The build ended although its step sleeps.");
        await cancel.CancelAsync();
        Expect.Equal(BuildResult.Cancelled, (await running).Outcome.Result, "Result");
    }

    private static async Task Lines_of_any_content_and_length_are_told_whole(ExecutorScene scene)
    {
        var output = await scene.PassAsync(
            "echo; echo 'grün ✓'; printf '\\033[31mred\\tand\\rback\\n'; printf 'a\\000b\\377c\\n'",
            "head -c 300000 /dev/zero | tr '\\0' x; echo; printf unfinished");

        Expect.Sequence(["", "grün ✓", "\u001b[31mred\tand\rback", "a\0b\ufffdc"], output.Lines.Take(4), "Lines");
        Expect.Equal(300_000, output.Lines.Skip(4).SkipLast(1).Sum(line => line.Count(letter => letter == 'x')), "Letters of the long line, in one or more lines");
        Expect.Equal("unfinished", output.Lines[^1], "The last line, which has no end");
    }

    private static async Task No_letter_of_a_long_line_is_torn(ExecutorScene scene)
    {
        var output = await scene.PassAsync("printf '✓%.0s' $(seq 100000)");

        Expect.That(output.Lines.All(line => line.All(letter => letter == '✓')), "There are other letters in the lines than the build wrote.");
        Expect.Equal(100_000, output.Lines.Sum(line => line.Length), "Letters of the long line, in one or more lines");
    }

    private static async Task All_output_of_a_step_is_told_before_the_next_step(ExecutorScene scene)
    {
        var output = await scene.PassAsync("seq 20000", "echo next; seq 20000 >&2");

        string[] numbers = [.. Enumerable.Range(1, 20_000).Select(number => $"{number}")];
        Expect.Sequence([.. numbers, "next", .. numbers], output.Lines, "Lines");
        Expect.Equal("step 1: echo next; seq 20000 >&2", output.Told[20_001], "Told after the first step's lines");
    }

    private static async Task Steps_have_no_input_and_may_open_their_streams_by_name(ExecutorScene scene)
    {
        var output = await scene.PassAsync("cat; echo out > /dev/stdout; echo error > /dev/stderr; echo end");

        Expect.Sequence(["out", "error", "end"], output.Lines, "Lines");
    }
}
