using System.Collections.Immutable;
using System.Text;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>Reports of tests come back: the files that fit, bounded, whatever the build does to them.</summary>
internal static class ReportChecks
{
    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new(Reports_are_handed_back_whether_the_build_passed_or_not),
        new(Links_and_pipes_are_no_reports),
        new(A_large_report_comes_whole_or_cut),
        new(A_build_that_was_stopped_hands_no_reports_back),
    ];

    private static async Task Reports_are_handed_back_whether_the_build_passed_or_not(ExecutorScene scene)
    {
        var workspace = scene.NewWorkspace();
        scene.StartIn = "a project";
        Directory.CreateDirectory(Path.Combine(workspace, scene.StartIn));
        foreach (var (end, result) in new[] { ("true", BuildResult.Success), ("exit 3", BuildResult.Failure) })
        {
            var outcome = await RunAsync(scene, ["out/*.xml", "**/TEST-*.xml"],
                $"mkdir -p out/deep 'a b'; printf '<one/>' > out/1.xml; printf '<no/>' > out/deep/2.xml; printf '<three/>' > 'a b/TEST-\\3.xml'; echo no > out/4.txt; echo no > ../TEST-5.xml; {end}", workspace);

            Expect.Equal(result, outcome.Result, $"Result ({outcome.Message})");
            Expect.Sequence([("a b/TEST-\\3.xml", "<three/>"), ("out/1.xml", "<one/>")], outcome.Reports.Select(report => (report.Path, Encoding.UTF8.GetString(report.Content.Span))), "Reports");
        }
    }

    private static async Task Links_and_pipes_are_no_reports(ExecutorScene scene)
    {
        var outcome = await RunAsync(scene, ["*.xml", "linked/*.xml"],
            "ln -s /etc/passwd link.xml; mkfifo pipe.xml; mkdir folder.xml real; echo no > real/x.xml; ln -s real linked; printf y > '=end.xml'; printf z > ok.xml");
        Expect.Equal(BuildResult.Success, outcome.Result, $"Result ({outcome.Message})");
        Expect.Sequence(["=end.xml", "ok.xml"], outcome.Reports.Select(report => report.Path), "Reports");
    }

    private static async Task A_large_report_comes_whole_or_cut(ExecutorScene scene)
    {
        var outcome = await RunAsync(scene, ["*.xml"], "head -c 3000001 /dev/zero > a.xml; head -c 20000000 /dev/zero > b.xml");
        Expect.Equal(3_000_001, outcome.Reports[0].Content.Length, "Bytes of the first report");
        Expect.That(outcome.Reports.Sum(report => (long)report.Content.Length) < 20_000_000, "The reports are not bounded: all 23 MB came back.");
    }

    private static async Task A_build_that_was_stopped_hands_no_reports_back(ExecutorScene scene)
    {
        var (outcome, _) = await scene.RunAsync(scene.Job("echo x > a.xml; sleep 60") with { TestReports = ["*.xml"], TimeLimit = TimeSpan.FromSeconds(1) });
        Expect.Equal(BuildResult.TimedOut, outcome.Result, $"Result ({outcome.Message})");
        Expect.Equal(0, outcome.Reports.Length, "Reports");
    }

    private static async Task<BuildOutcome> RunAsync(ExecutorScene scene, string[] globs, string command, string? workspace = null) =>
        (await scene.RunAsync(scene.Job(command) with { TestReports = [.. globs] }, workspace)).Outcome;
}
