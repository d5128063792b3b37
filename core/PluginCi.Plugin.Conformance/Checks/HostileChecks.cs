using System.Collections.Immutable;
using System.Net.Sockets;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>Builds that attack the machine and others on it: none gets anywhere, and one beside it passes.</summary>
internal static class HostileChecks
{
    // Tells what should not have been possible, and that it came to its end.
    private const string Attempt = "attempt() { if (eval \"$1\") > /dev/null 2>&1 < /dev/null; then echo \"done: $1\"; fi; }";

    // Numbers of system calls: of x86-64, and of all newer machines.
    private const string Perl = "my $x86 = `uname -m` =~ /x86_64/;";

    // As many as most machines count processes to.
    private const string MostProcesses = "200000";

    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new(Settings_of_the_machine_cannot_be_changed),
        new(Devices_can_be_neither_made_nor_found),
        new(Nothing_gives_more_rights),
        new(Processes_of_others_can_be_neither_traced_nor_killed),
        new(Sockets_of_the_machine_are_out_of_reach),
        new(There_is_no_way_out_by_names_datagrams_or_raw_packets),
        new(A_million_files_harm_nobody_else),
        new(Shared_memory_is_bounded),
        new(A_gigabyte_of_output_in_one_line_is_cut_at_the_limit),
    ];

    private static Task Settings_of_the_machine_cannot_be_changed(ExecutorScene scene) => FailAtAllAsync(
        scene,
        ["date", "hostname", "head", "mkdir"],
        """
        for file in /proc/sys/kernel/core_pattern /proc/sys/kernel/hostname /proc/sys/vm/drop_caches /proc/sys/net/ipv4/ip_forward /proc/sysrq-trigger /proc/1/mem \
          /sys/kernel/mm/transparent_hugepage/enabled /sys/power/state /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/*/cgroup.procs /sys/fs/cgroup/release_agent /sys/fs/cgroup/*/release_agent; do
          if [ -e "$file" ]; then attempt "echo 1 > $file"; fi
        done
        attempt 'echo -1000 > /proc/self/oom_score_adj'
        attempt 'head -c 1 /proc/kcore | grep -q .'
        attempt 'head -c 1 /dev/mem | grep -q .'
        attempt 'date -s @0'
        attempt 'hostname other'
        attempt 'mkdir /sys/fs/cgroup/mine'
        """);

    private static Task Devices_can_be_neither_made_nor_found(ExecutorScene scene) => FailAtAllAsync(
        scene,
        ["mknod", "find"],
        """
        attempt 'mknod memory c 1 1'
        attempt 'mknod disk b 8 0'
        attempt 'mknod /dev/disk b 8 0'
        for device in $(find /dev -type b; find /dev -type c ! -path '/dev/pts/*' | grep -vE '^/dev/(null|zero|full|random|urandom|tty|ptmx|console)$'); do echo "found: $device"; done
        """);

    private static Task Nothing_gives_more_rights(ExecutorScene scene) => FailAtAllAsync(
        scene,
        ["perl", "mount", "unshare", "nsenter", "setpriv", "chown", "chmod"],
        """
        cp /bin/sh mine && chmod 6755 mine
        attempt '[ "$(./mine -p -c "id -u")" != "$(id -u)" ]'
        attempt 'perl -e "chroot(q(/)) or exit 1"'
        attempt 'mount -t tmpfs mine /tmp'
        attempt 'mount --bind / /tmp'
        attempt 'unshare --user true'
        attempt 'unshare --user --map-root-user --mount mount -t tmpfs mine /tmp'
        attempt 'unshare --mount true'
        attempt 'nsenter --target 1 --mount true'
        attempt 'setpriv --reuid 0 true'
        attempt 'chown 12345 mine'
        attempt 'echo mine > /usr/bin/mine'
        """);

    // All but its own shell and the first process, whether it sees them or not. What is traced stands still.
    private static async Task Processes_of_others_can_be_neither_traced_nor_killed(ExecutorScene scene)
    {
        var (outcome, output) = await LimitChecks.BesideANeighbourAsync(scene, scene.Job($$"""
            echo up
            perl -e '{{Perl}} my $own = getppid; for my $pid (2 .. {{MostProcesses}}) { next if $pid == $$ || $pid == $own; syscall($x86 ? 101 : 117, 16, $pid, 0, 0); kill(9, $pid) }'
            exit 3
            """));

        Expect.Equal(BuildResult.Failure, outcome.Result, $"Result ({outcome.Message})");
        Expect.That(outcome.Message.EndsWith("ended with status 3.", StringComparison.Ordinal), $"Its step did not come to its end: {outcome.Message}\n{output.Text}");
    }

    private static async Task Sockets_of_the_machine_are_out_of_reach(ExecutorScene scene)
    {
        var path = Path.Combine(scene.Root, "server.socket");
        var name = $"pluginci-{Path.GetFileName(scene.Root)}";
        using var named = Listen(new UnixDomainSocketEndPoint(path));
        using var unnamed = Listen(new UnixDomainSocketEndPoint($"\0{name}"));

        await FailAtAllAsync(
            scene,
            ["perl", "find"],
            $$"""
            attempt 'perl -MIO::Socket::UNIX -e "IO::Socket::UNIX->new(q({{path}})) or exit 1"'
            attempt 'perl -MIO::Socket::UNIX -e "IO::Socket::UNIX->new(qq(\\0{{name}})) or exit 1"'
            for socket in $(find / -type s 2> /dev/null); do echo "found: $socket"; done
            """);
    }

    private static Task There_is_no_way_out_by_names_datagrams_or_raw_packets(ExecutorScene scene) => FailAtAllAsync(
        scene,
        ["getent", "perl"],
        """
        attempt 'getent hosts deb.debian.org'
        attempt 'perl -MSocket -e "socket(S, AF_INET, SOCK_RAW, 1) or exit 1"'
        attempt 'perl -e "socket(S, 17, 3, 768) or exit 1"'
        """ + (!scene.Subject.HidesNetwork ? "" : """

            attempt 'perl -MSocket -e "socket(S, AF_INET, SOCK_DGRAM, 0); send(S, q(x), 0, sockaddr_in(53, inet_aton(q(192.0.2.53)))) or exit 1"'
            attempt 'perl -MSocket -e "alarm 5; socket(S, AF_INET, SOCK_STREAM, 0); connect(S, sockaddr_in(80, inet_aton(q(169.254.169.254)))) or exit 1"'
            """));

    private static async Task A_million_files_harm_nobody_else(ExecutorScene scene)
    {
        foreach (var folder in (string[])[".", "/dev/shm"])
        {
            var (outcome, _) = await LimitChecks.BesideANeighbourAsync(
                scene, scene.Job($"echo up; perl -e 'for (my $i = 0; $i < 1e6; $i++) {{ open(my $file, q(>), qq({folder}/$i)) or die qq($!\\n) }}'"));

            Expect.That(!scene.Subject.LimitsFiles || outcome.Result is BuildResult.LimitExceeded or BuildResult.Failure, $"A million files in {folder}, in a build of 32 MiB, ended with {outcome.Result} ({outcome.Message}).");
        }
    }

    private static async Task Shared_memory_is_bounded(ExecutorScene scene)
    {
        var (outcome, _) = await LimitChecks.BesideANeighbourAsync(scene, scene.Job("echo up; cat /dev/zero > /dev/shm/big"));

        Expect.That(outcome.Result is BuildResult.LimitExceeded or BuildResult.Failure, $"It ended with {outcome.Result} ({outcome.Message}).");
    }

    private static async Task A_gigabyte_of_output_in_one_line_is_cut_at_the_limit(ExecutorScene scene)
    {
        var job = scene.Job("echo up; head -c 1073741824 /dev/zero | tr '\\0' x");
        var (outcome, output) = await LimitChecks.BesideANeighbourAsync(scene, job with { Limits = job.Limits with { OutputBytes = 8 << 20 } });

        Expect.Equal(BuildResult.LimitExceeded, outcome.Result, $"Result ({outcome.Message})");
        Expect.That(output.Lines.Sum(line => (long)line.Length) <= 8 << 20, $"{output.Lines.Sum(line => (long)line.Length)} characters were told.");
    }

    // A tool that is not there would be taken for one that is refused.
    private static async Task FailAtAllAsync(ExecutorScene scene, string[] tools, string attempts)
    {
        var output = await scene.PassAsync($"for tool in {string.Join(' ', tools)}; do command -v $tool > /dev/null || echo missing: $tool; done\n{Attempt}\n{attempts}\necho tried");
        Expect.Sequence(["tried"], output.Lines, "What it could do");
    }

    private static Socket Listen(UnixDomainSocketEndPoint at)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(at);
        socket.Listen();
        return socket;
    }
}
