using System.Collections.Immutable;
using System.Text.Json;
using PluginCi.Dsl;
using PluginCi.Model;
using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Podman.Tests;

/// <summary>What services in containers do besides the contract.</summary>
public sealed class ServiceTests(PodmanMachine machine) : IClassFixture<PodmanMachine>
{
    // As the images of databases: it begins as root, gives its data's folder to another account, and becomes that.
    private const string Program = """
        $| = 1; chown(70, 70, "/data") or die "chown: $!"; $( = 70; $) = "70 70"; ($<, $>) = (70, 70);
        open(F, ">/data/mine") or die "data: $!"; print F "kept"; close(F); open(F, ">/mine") and die "not read-only";
        print "runs as $< with $ENV{TOKEN} from $ENV{FROM_IMAGE}\n";
        socket(S, 2, 1, 6) && bind(S, pack("Sna4x8", 2, 7000, pack("C4", 127, 0, 0, 1))) && listen(S, 9) or die "port: $!";
        while (accept(C, S)) { syswrite(C, "hello\n"); close(C); }
        """;

    [PodmanFact]
    public async Task An_image_is_run_as_it_says_and_may_become_another_account_of_its_own()
    {
        machine.Import("localhost/pluginci-service:1", "ENV FROM_IMAGE=itself", "VOLUME /data", "ENTRYPOINT " + JsonSerializer.Serialize(new[] { "perl", "-e", Program }));
        using var scene = new PodmanScene(machine);
        var service = new ServicePlan
        {
            Name = "data",
            RunsIn = new ImagePlan("localhost/pluginci-service:1"),
            Port = 7000,
            Ready = "[ -e /data/mine ]",
            Environment = ImmutableSortedDictionary<string, string>.Empty.Add("TOKEN", ServicePlan.Password),
        };

        var (outcome, output) = await scene.Builds.RunAsync(scene.Builds.Job("LC_ALL=C bash -c 'cat < /dev/tcp/127.0.0.1/7000'; ls /data 2> /dev/null || echo not mine") with { Services = [service] });

        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        Assert.Equal(["hello", "not mine"], output.Lines);
        Assert.Matches("^data: runs as 70 with data.of.queue-[0-9]+ from itself$", output.ServiceLines[^1]);
        Assert.Empty(scene.Leftovers);
    }

    [PodmanFact]
    public async Task Redis_of_Debian_takes_the_password_of_its_build_and_no_other()
    {
        using var scene = new PodmanScene(machine);
        using var builds = new ExecutorScene(scene.Subject with { Deadline = TimeSpan.FromMinutes(4) });
        var ask = "LC_ALL=C bash -c 'exec 3<>/dev/tcp/$REDIS_HOST/$REDIS_PORT; printf \"AUTH $0\\r\\nPING\\r\\nQUIT\\r\\n\" >&3; tr -d \"\\r\" <&3'";
        var job = Ci.Job("queue").Service(Ci.Service.Redis("7.0")).Plan;

        var (outcome, output) = await builds.RunAsync(builds.Job($"{ask} $REDIS_PASSWORD", $"{ask} wrong | cut -d' ' -f1") with { Services = job.Services });

        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        Assert.Equal(["+OK", "+PONG", "+OK", "-WRONGPASS", "-NOAUTH", "+OK"], output.Lines.TakeLast(6));
        Assert.Contains(output.ServiceLines, line => line.Contains("Ready to accept connections", StringComparison.Ordinal));
        Assert.Empty(scene.Leftovers);
    }

    [PodmanFact]
    public async Task A_service_may_not_make_user_namespaces_from_its_first_command_on()
    {
        using var scene = new PodmanScene(machine);
        var service = new ServicePlan { Name = "odd", Port = 7000, Start = "unshare -U true && echo escaped || echo held; exit 5" };

        var (outcome, _) = await scene.Builds.RunAsync(scene.Builds.Job("true") with { Services = [service] });

        Assert.Equal(BuildResult.Lost, outcome.Result);
        Assert.StartsWith("Service 'odd' ended with status 5 before it was ready. Its last lines: ", outcome.Message, StringComparison.Ordinal);
        Assert.Contains("held", outcome.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("escaped", outcome.Message, StringComparison.Ordinal);
    }

    [PodmanFact]
    public async Task An_image_that_cannot_start_is_told_in_podmans_words()
    {
        machine.Import("localhost/pluginci-broken:1", "ENTRYPOINT [\"/no/such/program\"]");
        using var scene = new PodmanScene(machine);
        var service = new ServicePlan { Name = "broken", RunsIn = new ImagePlan("localhost/pluginci-broken:1"), Port = 7000 };

        var (outcome, _) = await scene.Builds.RunAsync(scene.Builds.Job("true") with { Services = [service] });

        Assert.Equal(BuildResult.Lost, outcome.Result);
        Assert.Contains("Service 'broken' ended with status 127 before it was ready.", outcome.Message, StringComparison.Ordinal);
        Assert.Contains("/no/such/program", outcome.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Leftovers);
    }
}
