using PluginCi.Model;
using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Ssh.Tests;

/// <summary>The driver on machines of other kinds. What a Mac has: a shell that is no dash, the tar of BSD, no setsid; and perhaps one day no perl.</summary>
public sealed class MachineKindTests
{
    private const string NoSetsid = "mount --bind /dev/null /usr/bin/setsid";
    private const string NoPerl = "mount --bind /dev/null /usr/bin/perl";

    public static TheoryData<string> Kinds =>
    [
        NoSetsid,
        NoPerl,
        $"mount --bind /bin/bash /usr/bin/dash && {NoSetsid} && {NoPerl}",
        $"mount --bind /bin/zsh /usr/bin/dash && {NoSetsid}",
        $"mount --bind /bin/bash /usr/bin/dash && mount --bind /usr/bin/bsdtar /usr/bin/tar && {NoSetsid} && {NoPerl}",
    ];

    [SshTheory]
    [MemberData(nameof(Kinds))]
    public async Task Builds_run_and_end_on_it_with_all_they_started(string kind)
    {
        await using var scene = new SshScene();
        Assert.Equal("", scene.Machine.Do(kind));
        var workspace = scene.Scene.NewWorkspace();
        await File.WriteAllTextAsync(Path.Combine(workspace, "grün & so"), "found\n");
        var outbox = scene.Scene.NewOutbox("made/**");
        var job = scene.Scene.Job("cat 'grün & so'; mkdir made; echo x > 'made/a \\3 ü'; trap 'echo interrupted' INT; kill -INT $$", "(sleep 1000.6 &); echo two");

        var (outcome, output) = await scene.Scene.RunAsync(job with { TestReports = ["made/*"] }, workspace, outbox: outbox);

        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        Assert.Equal(["found", .. kind == NoPerl ? [] : (string[])["interrupted"], "two"], output.Lines);
        Assert.Equal("x\n", await File.ReadAllTextAsync(Path.Combine(outbox.Folder, "made", "a \\3 ü")));
        Assert.Equal("made/a \\3 ü", outcome.Reports.Single().Path);
        foreach (var name in new[]
        {
            "A_build_that_never_ends_is_ended_by_its_time_limit_with_all_it_started",
            "A_build_that_is_joined_can_be_cancelled",
            "The_first_step_that_fails_ends_the_build_and_is_told",
            "A_memory_eater_is_ended_and_its_neighbour_passes",
        })
        {
            await ExecutorConformance.Find(name).RunAsync(scene.Subject);
        }
    }
}
