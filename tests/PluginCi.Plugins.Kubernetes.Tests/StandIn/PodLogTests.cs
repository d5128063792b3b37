using Microsoft.AspNetCore.Http;
using PluginCi.Model;
using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>Logs that are another one when the connection is back.</summary>
public sealed class PodLogTests : IAsyncLifetime
{
    private const string Secret = "5ec2e7";
    private static readonly JobPlan Job = new() { Name = "unit", Steps = [new ShellStep("make"), new ShellStep("make check")] };

    private readonly BuildTranscript _output = new();
    private readonly Queue<string> _followed = new();
    private string _there = "";
    private JobPlan _job = Job;
    private StandInApi _api = null!;

    public async Task InitializeAsync()
    {
        _api = await StandInApi.StartAsync();
        _api.Log = async context =>
        {
            if (!context.Request.Query.ContainsKey("follow"))
            {
                await context.Response.WriteAsync(_there);
                return;
            }

            _there = _followed.Dequeue();
            await context.Response.WriteAsync(_there);
        };
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task The_same_log_is_told_once()
    {
        var log = $"{Mark("begin 0")}\n{Many("one", 300)}{Mark("end 0 0")}\n{Mark("begin 1")}\ntwo\n";

        var reader = await ReadAsync(log[..100], log[..2000], log, log + $"{Mark("end 1 0")}\n");

        Assert.True(reader.HasPassed);
        Assert.Equal([.. Numbered("one", 300), "two"], _output.Lines);
    }

    [Fact]
    public async Task What_a_node_says_in_place_of_a_log_is_no_log()
    {
        const string Excuse = "unable to retrieve container logs for containerd://0123";

        var reader = await ReadAsync(Excuse, $"{Mark("begin 0")}\none\n", Excuse, $"{Mark("begin 0")}\none\n{Mark("end 0 3")}\n");

        Assert.Equal(3, reader.Failure);
        Assert.Equal(["one"], _output.Lines);
    }

    [Fact]
    public async Task What_a_node_says_at_the_end_of_a_log_is_none_of_it()
    {
        const string Excuse = "rpc error: code = NotFound desc = an error occurred when try to find container \"0123\": not found";

        var reader = await ReadAsync($"{Mark("begin 0")}\none\n{Excuse}", $"{Mark("begin 0")}\none\ntwo{Excuse}", $"{Mark("begin 0")}\none\ntwo\n{Mark("end 0 3")}\n");

        Assert.Equal(3, reader.Failure);
        Assert.Equal(["one", "two"], _output.Lines);
    }

    [Fact]
    public async Task A_log_that_was_begun_anew_goes_on_where_it_was_left()
    {
        var log = $"{Mark("begin 0")}\n{Many("one", 300)}{Mark("end 0 0")}\n{Mark("begin 1")}\n{Many("two", 300)}";

        var reader = await ReadAsync(log, log[1500..] + "three\n", log[4000..] + $"three\n{Mark("end 1 3")}\n");

        Assert.Equal((1, 3), (reader.Step, reader.Failure));
        Assert.Equal([.. Numbered("one", 300), .. Numbered("two", 300), "three"], _output.Lines);
    }

    [Fact]
    public async Task What_was_not_read_before_a_log_was_begun_anew_is_told_to_be_lost()
    {
        var reader = await ReadAsync($"{Mark("begin 0")}\n{Many("one", 300)}half", $"{Many("two", 300)}{Mark("end 1 0")}\n");

        Assert.True(reader.HasPassed);
        Assert.Equal([.. Numbered("one", 300), "half", StepReader.Lost, .. Numbered("two", 300), StepReader.Lost], _output.Lines);
    }

    [Fact]
    public async Task What_may_be_told_twice_of_a_log_that_was_begun_anew_does_not_count_twice()
    {
        var log = $"{Mark("begin 0")}\n{string.Concat(Enumerable.Repeat("y\n", 1500))}";
        _job = Job with { Limits = new ResourceLimits { OutputBytes = 3500 } };

        var reader = await ReadAsync(log, log[1000..] + $"{Mark("end 0 3")}\n");

        Assert.Equal(3, reader.Failure);
    }

    private static string Mark(string words) => $"\u001e{Secret} {words}";

    private static string[] Numbered(string word, int count) => [.. Enumerable.Range(0, count).Select(number => $"{word} {number}")];

    private static string Many(string word, int count) => string.Concat(Numbered(word, count).Select(line => line + "\n"));

    /// <summary>Reads a log through connections that break: what there is of it at each.</summary>
    private async Task<StepReader> ReadAsync(params string[] logs)
    {
        // The first connection after a log was begun anew is given up for a look at the whole.
        foreach (var log in logs)
        {
            _followed.Enqueue(log);
            if (log != logs[0] && !log.StartsWith(Mark("begin 0"), StringComparison.Ordinal) && !log.StartsWith("unable", StringComparison.Ordinal))
            {
                _followed.Enqueue(log);
            }
        }

        using var api = new ApiClient(_api.Access);
        using var view = new PodView(() => { });
        view.Show(new PodState { Name = "a", Phase = "Running", Steps = new ContainerState(ContainerPhase.Running, "", "", 0, null, null) });
        using var stop = new Stop();
        var reader = new StepReader(_job, Secret, _output, stop);
        await new PodLog(api, "/api/v1/namespaces/ci/pods/a", PodMaker.Steps, view, reader, TimeProvider.System)
            .FollowAsync(() => reader.IsDone, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
        return reader;
    }
}
