using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>The checks of the conformance kit notice mistakes: each of these is one that an executor can make, with the check that it must fail.</summary>
public sealed class ConformanceKitTests : IDisposable
{
    private static readonly Dictionary<string, (string Check, Func<IPausingExecutor, SpoiltExecutor> Make)> Mistakes = new()
    {
        ["loses a failed step"] = ("The_first_step_that_fails_ends_the_build_and_is_told", sound => Tells(sound, output => new SpoiltOutput(output) { Failed = (_, _) => { } })),
        ["counts steps from one"] = ("Steps_run_in_order_and_each_is_told_before_its_output", sound => Tells(sound, output => new SpoiltOutput(output) { Started = (to, index, title) => to.StepStarted(index + 1, title) })),
        ["loses empty lines"] = ("Lines_of_any_content_and_length_are_told_whole", sound => Tells(sound, output => new SpoiltOutput(output) { Told = (to, line) => Unless(line.Length == 0, () => to.Line(line)) })),
        ["trims lines"] = ("A_step_ends_at_its_first_command_that_fails_and_may_have_several_lines", sound => Tells(sound, output => new SpoiltOutput(output) { Told = (to, line) => to.Line(line.Replace("  ", " ", StringComparison.Ordinal)) })),
        ["tells lines twice"] = ("All_output_of_a_step_is_told_before_the_next_step", sound => Tells(sound, output => new SpoiltOutput(output) { Told = (to, line) => { to.Line(line); to.Line(line); } })),
        ["passes what failed"] = ("Every_status_but_zero_fails_whatever_it_means_to_the_executors_own_tools", sound => Ends(sound, outcome => outcome with { Result = BuildResult.Success })),
        ["says nothing"] = ("The_first_step_that_fails_ends_the_build_and_is_told", sound => Ends(sound, outcome => outcome with { Message = "" })),
        ["does not time"] = ("Steps_run_in_order_and_each_is_told_before_its_output", sound => Ends(sound, outcome => outcome with { Duration = TimeSpan.Zero })),
        ["blames the time limit on the step"] = ("A_build_that_never_ends_is_ended_by_its_time_limit_with_all_it_started", sound => Ends(sound, outcome => outcome with { Result = BuildResult.Failure })),
        ["blames a limit on the step"] = ("A_log_flood_is_cut_at_its_limit", sound => Ends(sound, outcome => outcome with { Result = BuildResult.Failure })),
        ["has no disk limit"] = ("A_checkout_larger_than_the_disk_limit_is_told", sound => Asked(sound, request => request with { Job = request.Job with { Limits = new ResourceLimits() } })),
        ["throws when it is cancelled"] = ("A_build_that_is_cancelled_before_it_starts_does_not_run", sound => new SpoiltExecutor(sound) { ThrowsWhenCancelled = true }),
        ["does not listen"] = ("A_build_that_is_cancelled_before_it_starts_does_not_run", sound => new SpoiltExecutor(sound) { IgnoresCancelling = true }),
        ["talks after the end"] = ("Every_status_but_zero_fails_whatever_it_means_to_the_executors_own_tools", sound =>
        {
            IBuildOutput? last = null;
            return Tells(sound, output =>
            {
                last?.Line("one more");
                return last = output;
            });
        }
        ),
        ["starts in the workspace"] = ("Steps_start_in_the_folder_that_is_asked_for_whatever_its_name", sound => Asked(sound, request => request with { StartIn = "." })),
        ["loses variables"] = ("Variables_have_the_values_that_were_given_whatever_is_in_them", sound => Asked(sound, request => request with { Environment = request.Environment.Remove("V3") })),
        ["trims variables"] = ("Variables_have_the_values_that_were_given_whatever_is_in_them", sound => Asked(sound, request => request with { Environment = request.Environment.SetItem("V2", "spaces") })),
        ["gives paths as they are"] = ("Path_variables_are_absolute_paths_in_the_workspace", sound => Asked(sound, request => request with
        {
            PathVariables = request.PathVariables.Clear(),
            Environment = request.Environment.AddRange(request.PathVariables),
        })),
        ["hands nothing back"] = ("The_files_that_fit_the_outbox_come_out_as_they_are", sound => Asked(sound, request => request with { Outbox = null })),
        ["makes programs plain"] = ("The_files_that_fit_the_outbox_come_out_as_they_are", sound => new SpoiltExecutor(sound)
        {
            Outcome = (request, _, outcome) =>
            {
                File.SetUnixFileMode(Path.Combine(request.Outbox!.Folder, "dist", "app"), UnixFileMode.UserRead);
                return outcome;
            },
        }),
        ["counts no files"] = ("Too_many_files_end_the_build_with_the_limit", sound => Asked(sound, request => request with { Outbox = request.Outbox! with { MostFiles = 1000 } })),
        ["counts no bytes"] = ("Files_that_are_too_large_end_the_build_with_the_limit", sound => Asked(sound, request => request with { Outbox = request.Outbox! with { MostBytes = 1 << 30 } })),
        ["reads no reports"] = ("Reports_are_handed_back_whether_the_build_passed_or_not", sound => Ends(sound, outcome => outcome with { Reports = [] })),
        ["reads half a report"] = ("A_large_report_comes_whole_or_cut", sound => Ends(sound, outcome => outcome with { Reports = [outcome.Reports[0] with { Content = outcome.Reports[0].Content[..100] }] })),
        ["does not pause"] = ("A_build_that_pauses_hands_back_before_it_pauses", sound => new SpoiltExecutor(sound) { Pause = _ => _ => Task.CompletedTask }),
        ["pauses twice"] = ("Builds_that_pause_take_no_room", sound => new SpoiltExecutor(sound) { Pause = pause => async token => { await pause(token); await pause(token); } }),
        ["pauses when it failed"] = ("A_build_that_fails_does_not_pause", sound => Asked(sound, request => request with { Job = request.Job with { Steps = [new ShellStep("true")] } })),
        ["tries what is not there"] = ("What_cannot_be_started_is_told_as_trouble_outside", sound => Asked(sound, request => request with { Workspace = Directory.CreateDirectory(request.Workspace).FullName })),
    };

    private readonly SandboxScene _scene = new();

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_mistake_is_noticed(string mistake)
    {
        var (check, make) = Mistakes[mistake];
        var spoilt = make((IPausingExecutor)_scene.Subject.Executor);
        var subject = _scene.Subject with { Executor = spoilt, Deadline = TimeSpan.FromSeconds(20) };
        var thrown = await Record.ExceptionAsync(() => ExecutorConformance.Find(check).RunAsync(subject));
        Assert.True(thrown is ConformanceException || (spoilt.ThrowsWhenCancelled && thrown is OperationCanceledException) || thrown is FileNotFoundException or InvalidOperationException, $"{thrown}");
    }

    public void Dispose() => _scene.Dispose();

    private static SpoiltExecutor Tells(IPausingExecutor sound, Func<IBuildOutput, IBuildOutput> output) => new(sound) { Output = output };

    private static SpoiltExecutor Ends(IPausingExecutor sound, Func<BuildOutcome, BuildOutcome> outcome) => new(sound) { Outcome = (_, _, end) => outcome(end) };

    private static SpoiltExecutor Asked(IPausingExecutor sound, Func<BuildRequest, BuildRequest> request) => new(sound) { Request = request };

    private static void Unless(bool not, Action act)
    {
        if (!not)
        {
            act();
        }
    }
}
