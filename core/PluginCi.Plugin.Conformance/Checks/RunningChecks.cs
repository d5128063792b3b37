using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>Steps, their order and their results.</summary>
internal static class RunningChecks
{
    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new(Steps_run_in_order_and_each_is_told_before_its_output),
        new(The_first_step_that_fails_ends_the_build_and_is_told),
        new(Every_status_but_zero_fails_whatever_it_means_to_the_executors_own_tools),
        new(A_step_ends_at_its_first_command_that_fails_and_may_have_several_lines),
        new(The_workspace_holds_the_checkout_and_keeps_what_steps_write),
        new(Steps_start_in_the_folder_that_is_asked_for_whatever_its_name),
    ];

    private static async Task Steps_run_in_order_and_each_is_told_before_its_output(ExecutorScene scene)
    {
        var (outcome, output) = await scene.RunAsync("echo one", "echo two >&2; echo three");

        Expect.Equal(BuildResult.Success, outcome.Result, $"Result ({outcome.Message})");
        Expect.Sequence(["step 0: echo one", "one", "step 1: echo two >&2; echo three", "two", "three"], output.Told, "Told");
        Expect.That(outcome.Message.Length > 0, "A build that passed has no message.");
        Expect.That(outcome.Duration > TimeSpan.Zero && outcome.Duration < scene.Subject.Deadline, $"The duration is {outcome.Duration}.");
    }

    private static async Task The_first_step_that_fails_ends_the_build_and_is_told(ExecutorScene scene)
    {
        var (outcome, output) = await scene.RunAsync("true", "echo before; exit 17", "echo never");

        Expect.Equal(BuildResult.Failure, outcome.Result, $"Result ({outcome.Message})");
        Expect.Sequence(["step 0: true", "step 1: echo before; exit 17", "before", "failed: step 1"], output.Told, "Told");
        Expect.Contains("echo before; exit 17", outcome.Message, "The step in the message");
        Expect.Contains("status 17", outcome.Message, "The status in the message");
    }

    private static async Task Every_status_but_zero_fails_whatever_it_means_to_the_executors_own_tools(ExecutorScene scene)
    {
        foreach (var (command, status) in new[] { ("exit 125", "125"), ("exit 126", "126"), ("no-such-command", "127"), ("exit 255", "255"), ("kill -9 $$", "137") })
        {
            var (outcome, output) = await scene.RunAsync("true", command);
            Expect.Equal(BuildResult.Failure, outcome.Result, $"Result of '{command}' ({outcome.Message})");
            Expect.Contains($"status {status}", outcome.Message, $"Message of '{command}'");
            Expect.Equal("failed: step 1", output.Told[^1], $"Last told of '{command}'");
        }
    }

    private static async Task A_step_ends_at_its_first_command_that_fails_and_may_have_several_lines(ExecutorScene scene)
    {
        var (outcome, output) = await scene.RunAsync("echo one\necho 'a  b'\nfalse\necho never");

        Expect.Equal(BuildResult.Failure, outcome.Result, $"Result ({outcome.Message})");
        Expect.Sequence(["one", "a  b"], output.Lines, "Lines");
    }

    private static async Task The_workspace_holds_the_checkout_and_keeps_what_steps_write(ExecutorScene scene)
    {
        var workspace = scene.NewWorkspace();
        var script = Path.Combine(workspace, "greet me");
        await File.WriteAllTextAsync(script, "#!/bin/sh\necho \"$GREETING\" > left; rm gone; [ -w . ] && [ \"$(cat deep/.hidden)\" = hidden ] && [ \"$(readlink link)\" = deep ] && [ \"$(readlink a/lib)\" = ../deep ] && [ \"$(cat a/lib/.hidden)\" = hidden ] && [ -L away ] && [ ! -e away/secret ] && [ ! -x plain ] && echo whole\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(Path.Combine(workspace, "deep"));
        await File.WriteAllTextAsync(Path.Combine(workspace, "deep", ".hidden"), "hidden");
        await File.WriteAllTextAsync(Path.Combine(workspace, "gone"), "");
        await File.WriteAllTextAsync(Path.Combine(workspace, "plain"), "");
        File.CreateSymbolicLink(Path.Combine(workspace, "link"), "deep");
        Directory.CreateDirectory(Path.Combine(workspace, "a"));
        File.CreateSymbolicLink(Path.Combine(workspace, "a", "lib"), "../deep");
        var server = Directory.CreateDirectory(Path.Combine(scene.Root, "server")).FullName;
        await File.WriteAllTextAsync(Path.Combine(server, "secret"), "the server's");
        File.CreateSymbolicLink(Path.Combine(workspace, "away"), server);

        var job = scene.Job("cat left; [ ! -e gone ] && echo kept; touch deep/x");
        var (outcome, output) = await scene.RunAsync(job with { Steps = [new ScriptStep("greet me"), .. job.Steps] }, workspace);

        Expect.Equal(BuildResult.Success, outcome.Result, $"Result ({outcome.Message}\n{output.Text})");
        Expect.Sequence(["whole", "it's $HOME \"here\"", "kept"], output.Lines, "Lines");
        Expect.Equal("step 0: greet me", output.Told[0], "The title of a script");
    }

    private static async Task Steps_start_in_the_folder_that_is_asked_for_whatever_its_name(ExecutorScene scene)
    {
        var workspace = scene.NewWorkspace();
        scene.StartIn = "group/it's a \"grün\" $HOME\\x";
        var folder = Directory.CreateDirectory(Path.Combine(workspace, scene.StartIn)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "here it's ✓"), "found");

        var (outcome, output) = await scene.RunAsync(scene.Job("cat \"here it's ✓\"; pwd", "cd ..", "pwd"), workspace);

        Expect.Equal(BuildResult.Success, outcome.Result, $"Result ({outcome.Message}\n{output.Text})");
        Expect.That(output.Lines is [var first, var again] && first.StartsWith("found/", StringComparison.Ordinal) && first.EndsWith("/" + scene.StartIn, StringComparison.Ordinal) && first == "found" + again,
            $"The folders of the steps: {output.Text}");
    }
}
