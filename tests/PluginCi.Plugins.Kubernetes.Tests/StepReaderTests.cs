using System.Text;
using PluginCi.Model;
using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>A log may begin anywhere: what it still tells is told, and the verdict is right or none.</summary>
public sealed class StepReaderTests
{
    private const string Secret = "5ec2e7";
    private static readonly JobPlan Job = new() { Name = "unit", Steps = [new ShellStep("make"), new ShellStep("make check"), new ShellStep("make install")] };

    private static readonly string Long = new('x', 70_000);

    public static TheoryData<string, int?, int> Logs => new()
    {
        { $"{Mark("begin 0")}\none\n{Mark("end 0 0")}\n{Mark("begin 1")}\nhalf{Mark("end 1 0")}\n{Mark("begin 2")}\n\n\nthree {LineSplitter.MarkSign}\n{Mark("end 2 0")}\n", null, 2 },
        { $"{Mark("begin 0")}\none\n{Mark("end 0 0")}\n{Mark("begin 1")}\ntwo\ntwo\n{Mark("end 1 12")}\n", 12, 1 },
        { $"{Mark("begin 0")}\n{Mark("end 0 1 full")}\n", 1, 0 },
    };

    [Theory]
    [MemberData(nameof(Logs))]
    public void Any_rest_of_a_log_gives_the_verdict_of_the_whole_or_none(string log, int? status, int step)
    {
        var (bytes, whole) = (Encoding.UTF8.GetBytes(log), Read(Encoding.UTF8.GetBytes(log), 7).Output.Lines);
        var endMark = log.LastIndexOf(Mark("end"), StringComparison.Ordinal);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            foreach (var piece in new[] { 1, 13, bytes.Length })
            {
                var (reader, output) = Read(bytes[cut..], piece);

                Assert.Equal((cut <= endMark, cut <= endMark && status is null), (reader.IsDone, reader.HasPassed));
                Assert.Equal(cut <= endMark ? (step, status) : (-1, null), (reader.Step, reader.Failure));
                Assert.Equal(cut > 0 && cut <= endMark, output.Lines.Contains(StepReader.Lost));
                Assert.All(output.Lines.Where(line => line != StepReader.Lost).Skip(1), line => Assert.Contains(line, whole));
            }
        }
    }

    [Fact]
    public void A_build_whose_log_is_lost_with_its_end_is_lost_and_not_blamed()
    {
        var pod = new PodState { Name = "a", Phase = "Running", Steps = new ContainerState(ContainerPhase.Ended, "Error", "", 3, null, null) };
        var request = WatchTests.RequestOf("a", "/nowhere");

        Assert.Equal(BuildResult.Lost, Verdict.Of(pod, request, "ci:1", step: -1, isJoined: true).Result);
        Assert.Equal(BuildResult.Failure, Verdict.Of(pod, request, "ci:1", step: -1, isJoined: false).Result);
    }

    [Fact]
    public void What_is_read_again_is_not_told_again_and_its_marks_count()
    {
        var output = new BuildTranscript();
        using var stop = new Stop();
        var reader = new StepReader(Job, Secret, output, stop);
        reader.Read(Encoding.UTF8.GetBytes($"{Mark("begin 0")}\none\n{Mark("end 0 0")}\nhal"));

        reader.ReadAgain(Encoding.UTF8.GetBytes($"{Mark("begin 0")}\none\n{Mark("end 0 0")}\n{Mark("begin 1")}\nnever seen\n"), isStart: true);
        reader.ReadAgain(Encoding.UTF8.GetBytes($"{Mark("end 1 0")}\nhal"), isStart: false);
        reader.Read(Encoding.UTF8.GetBytes($"f\n{Mark("begin 2")}\n{Mark("end 2 0")}\n"));

        Assert.True(reader.HasPassed);
        Assert.Equal(["step 0: make", "one", "step 1: make check", "half", "step 2: make install"], output.Told);
    }

    [Fact]
    public void A_line_that_is_too_long_comes_in_pieces_that_tear_no_mark()
    {
        var (reader, output) = Read(Encoding.UTF8.GetBytes($"{Mark("begin 0")}\n{Long[..(65_536 - 5)]}{Mark("end 0 7")}\n"), 4096);

        Assert.Equal(7, reader.Failure);
        Assert.Equal(65_536 - 5, output.Lines.Sum(line => line.Length));
    }

    private static string Mark(string words) => $"\u001e{Secret} {words}";

    private static (StepReader Reader, BuildTranscript Output) Read(byte[] log, int piece)
    {
        var output = new BuildTranscript();
        using var stop = new Stop();
        var reader = new StepReader(Job, Secret, output, stop);
        foreach (var part in log.Chunk(piece))
        {
            reader.Read(part);
        }

        reader.Finish();
        return (reader, output);
    }
}
