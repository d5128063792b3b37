using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation.Workloads;

public sealed class HistoryTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly ProjectBranch Main = new(new ProjectName("core"), "main");

    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-history-").FullName;
    private readonly HistoryRecorder _recorder = new("q");
    private GateState _state = GateState.Empty(new QueueRules
    {
        Name = new QueueName("q"),
        Projects = ImmutableSortedDictionary<ProjectName, ProjectPlan>.Empty.Add(new ProjectName("core"), new ProjectPlan(new ProjectName("core"))),
        Pipelines = [new PipelinePlan { Name = "gate", Manager = PipelineManager.Dependent, On = [Trigger.Approved], RequiresApproval = true, Submits = true }],
    });

    private string WorkloadFile => Path.Combine(_folder, "tuesday.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_happened_becomes_a_workload_that_can_be_played()
    {
        Play(new BranchMoved(Start, Main, "c0"));
        Approve(1, minute: 0, "ann");
        End("unit", 10, BuildResult.Success);
        End("acceptance", 5, BuildResult.Success);
        Play(Submitted());
        Approve(2, minute: 30, "bob");
        End("unit", 7, BuildResult.Failure);
        Approve(3, minute: 40, "ann");
        Play(new ChangeArrived(Start.AddMinutes(41), ChangeOf(3, "ann") with { Status = ChangeStatus.Abandoned }, null, []));

        _recorder.Write(WorkloadFile);
        Assert.Equal((2, 1), (_recorder.Decided, _recorder.WithoutVerdict));
        Assert.Equal(["0 15 pass ann", "30 7 fail bob"], File.ReadAllLines(WorkloadFile + ".trace"));
        var read = WorkloadReader.Read(WorkloadFile);
        Assert.Equal(("history-q", 2, true, "linear", 1), (read.Name, read.Trace.Length, read.IsLinear, read.Strategy, read.Workers));
        var results = WorkloadRunner.Play(WorkloadFile, "serial");
        Assert.Equal((1.0, 1.0, 0), (results[0].P99, results[0].BuildsPerChange, results[0].LandedUntested));
    }

    [Fact]
    public void A_queue_in_which_nothing_was_decided_makes_no_workload()
    {
        Play(new BranchMoved(Start, Main, "c0"));
        Assert.Equal(
            "No change of queue q was merged or rejected yet; there is nothing to play.",
            Assert.Throws<InvalidOperationException>(() => _recorder.Write(WorkloadFile)).Message);
    }

    [Theory]
    [InlineData("soon", "'soon' is not a number of 0 or more")]
    [InlineData("1 2 perhaps", "'1 2 perhaps' is not MINUTE [BUILD-MINUTES pass|fail [AUTHOR]]")]
    [InlineData("1 -2 pass", "'-2' is not a number of 0 or more")]
    public void A_line_of_a_trace_that_tells_no_change_is_refused(string line, string why)
    {
        File.WriteAllText(WorkloadFile, "workload: w\narrivals: { trace: t }\n");
        File.WriteAllText(Path.Combine(_folder, "t"), $"0\n{line}\n");
        var refusal = Assert.Throws<InvalidDataException>(() => WorkloadRunner.Play(WorkloadFile, null));
        Assert.Contains("tuesday.yaml(2,20)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    private static Change ChangeOf(int number, string owner) => new()
    {
        Id = new ChangeId($"git/{number}"),
        Project = Main.Project,
        Branch = Main.Branch,
        Patchset = 1,
        Commit = $"{number}",
        IsApproved = true,
        Approval = "1",
        Owner = owner,
    };

    private void Approve(int number, int minute, string owner)
    {
        Play(new ChangeArrived(Start.AddMinutes(minute), ChangeOf(number, owner), Trigger.Approved, []));
        var buildset = _state.QueueOf("gate").Items[^1].Buildset!;
        var jobs = new[] { new FrozenJob(new JobPlan { Name = "unit" }), new FrozenJob(new JobPlan { Name = "acceptance", Needs = ["unit"] }) };
        Play(new BuildsetPrepared(Start.AddMinutes(minute), buildset.Id, new ReadyToBuild(buildset.Base.SetItem(Main, $"m{number}"), [.. jobs])));
    }

    private void End(string job, int minutes, BuildResult result)
    {
        var build = _state.QueueOf("gate").Items[0].Buildset!.Builds.Single(build => build.Job == job);
        Play(new BuildEnded(build.AskedAt.AddMinutes(minutes), build.Id, result, "", TimeSpan.FromMinutes(minutes)));
    }

    private SubmitEnded Submitted()
    {
        var item = _state.QueueOf("gate").Items[0];
        return new SubmitEnded(Start.AddMinutes(16), item.Id, item.Buildset!.Id, new Submitted());
    }

    private void Play(GateEvent happened)
    {
        _state = Gate.Apply(_state, happened).Next;
        _recorder.Take(happened, _state);
    }
}
