using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
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
        ["gives no secrets"] = ("Secrets_have_their_values_beside_the_other_variables_or_are_refused", sound => Asked(sound, request => request with { Environment = request.Environment.RemoveRange(request.Job.Secrets.Keys) })),
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
        ["takes nothing of a build that failed"] = ("Of_a_build_that_failed_comes_out_what_is_asked_for", sound => Asked(sound, request => request with { Outbox = request.Outbox! with { FilesOfFailed = [] } })),
        ["takes all of a build that failed"] = ("Of_a_build_that_failed_comes_out_what_is_asked_for", sound => Asked(sound, request => request with { Outbox = request.Outbox! with { FilesOfFailed = request.Outbox.Files } })),
        ["counts no files"] = ("Too_many_files_end_the_build_with_the_limit", sound => Asked(sound, request => request with { Outbox = request.Outbox! with { MostFiles = 1000 } })),
        ["counts no bytes"] = ("Files_that_are_too_large_end_the_build_with_the_limit", sound => Asked(sound, request => request with { Outbox = request.Outbox! with { MostBytes = 1 << 30 } })),
        ["reads no reports"] = ("Reports_are_handed_back_whether_the_build_passed_or_not", sound => Ends(sound, outcome => outcome with { Reports = [] })),
        ["reads half a report"] = ("A_large_report_comes_whole_or_cut", sound => Ends(sound, outcome => outcome with { Reports = [outcome.Reports[0] with { Content = outcome.Reports[0].Content[..100] }] })),
        ["does not pause"] = ("A_build_that_pauses_hands_back_before_it_pauses", sound => new SpoiltExecutor(sound) { Pause = _ => _ => Task.CompletedTask }),
        ["pauses twice"] = ("Builds_that_pause_take_no_room", sound => new SpoiltExecutor(sound) { Pause = pause => async token => { await pause(token); await pause(token); } }),
        ["pauses when it failed"] = ("A_build_that_fails_does_not_pause", sound => Asked(sound, request => request with { Job = request.Job with { Steps = [new ShellStep("true")] } })),
        ["tries what is not there"] = ("What_cannot_be_started_is_told_as_trouble_outside", sound => Asked(sound, request => request with { Workspace = Directory.CreateDirectory(request.Workspace).FullName })),
        ["starts no services"] = (ReadyFirst, sound => Asked(sound, request => request with { Services = [] })),
        ["does not wait for services"] = (ReadyFirst, sound => Serves(sound, plan => plan with { Ready = null })),
        ["gives services what the plan says"] = (ReadyFirst, sound => Asked(sound, request => request with { Services = [.. request.Services.Select(service => service with { Environment = service.Plan.Environment })] })),
        ["tells services as steps"] = (ReadyFirst, sound => Tells(sound, output => new SpoiltOutput(output) { ServiceTold = (to, _, line) => to.Line(line) })),
        ["keeps no log of services"] = (ReadyFirst, sound => Tells(sound, output => new SpoiltOutput(output) { ServiceTold = (_, _, _) => { } })),
        ["runs services in the build"] = ("A_service_shares_nothing_with_its_build_but_the_loopback", sound => Asked(sound, request => request with
        {
            Services = [],
            Job = request.Job with { Steps = [new ShellStep($"({request.Services[0].Plan.Start}) > /dev/null 2>&1 & sleep 0.5; {((ShellStep)request.Job.Steps[0]).Command}")] },
        })),
        ["opens services to the machine"] = ("A_service_is_reached_by_its_own_build_only", sound => Asked(sound, Publish)),
        ["leaves services"] = ("Services_are_gone_with_their_build_however_it_ends", sound => new SpoiltExecutor(sound) { Outcome = (request, _, outcome) => Leave(request, outcome) }),
        ["runs while services start"] = ("A_build_that_is_cancelled_while_its_services_start_leaves_nothing", sound => Asked(sound, request => request with
        {
            Services = [],
            Job = request.Job with { Steps = [.. request.Job.Steps, new ShellStep(request.Services[0].Plan.Start!)] },
        })),
        ["blames the change for a service"] = ("A_service_that_does_not_come_up_loses_the_build_and_says_why", sound => Ends(sound, outcome => outcome with { Result = BuildResult.Failure })),
        ["loses the end of a service"] = ("A_service_that_ends_before_its_build_is_told", sound => Ends(sound, outcome => outcome with { Message = outcome.Message.Split(" Service")[0] })),
        ["lets services print without end"] = ("A_service_that_prints_much_takes_nothing_from_its_build", sound => Serves(sound, plan => plan with { Limits = plan.Limits with { OutputBytes = 1 << 30 } })),
        ["gives services what they want"] = ("A_service_that_wants_more_than_it_may_have_ends_the_build_with_the_limit", sound => Ends(sound, outcome => outcome with { Result = BuildResult.Success })),
        ["hides the workspace from services"] = ("A_service_of_the_workspace_has_a_copy_of_it", sound => Serves(sound, plan => plan with { SeesWorkspace = false })),
    };

    private const string ReadyFirst = "Services_are_ready_before_the_first_step_and_have_what_they_were_given";

    private static readonly ConcurrentBag<IDisposable> Opened = [];

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

    public void Dispose()
    {
        while (Opened.TryTake(out var opened))
        {
            (opened as Process)?.Kill();
            opened.Dispose();
        }

        _scene.Dispose();
    }

    private static SpoiltExecutor Tells(IPausingExecutor sound, Func<IBuildOutput, IBuildOutput> output) => new(sound) { Output = output };

    private static SpoiltExecutor Ends(IPausingExecutor sound, Func<BuildOutcome, BuildOutcome> outcome) => new(sound) { Outcome = (_, _, end) => outcome(end) };

    private static SpoiltExecutor Asked(IPausingExecutor sound, Func<BuildRequest, BuildRequest> request) => new(sound) { Request = request };

    private static SpoiltExecutor Serves(IPausingExecutor sound, Func<ServicePlan, ServicePlan> plan) =>
        Asked(sound, request => request with { Services = [.. request.Services.Select(service => service with { Plan = plan(service.Plan) })] });

    private static BuildRequest Publish(BuildRequest request)
    {
        if (Opened.IsEmpty)
        {
            var listener = new TcpListener(IPAddress.Loopback, request.Services[0].Plan.Port);
            Opened.Add(listener);
            listener.Start();
        }

        return request;
    }

    private static BuildOutcome Leave(BuildRequest request, BuildOutcome outcome)
    {
        Opened.Add(Process.Start("sleep", Regex.Match(request.Services[0].Plan.Start!, "sleep ([0-9]+)").Groups[1].Value));
        return outcome;
    }

    private static void Unless(bool not, Action act)
    {
        if (!not)
        {
            act();
        }
    }
}
