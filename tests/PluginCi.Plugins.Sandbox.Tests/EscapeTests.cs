using System.Net;
using System.Net.Sockets;
using PluginCi.Model;

namespace PluginCi.Plugins.Sandbox.Tests;

public sealed class EscapeTests : IDisposable
{
    private readonly SandboxScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task There_is_no_network_but_an_own_loopback()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var output = await PassAsync($"""
            tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '
            ! python3 -c 'import socket; socket.create_connection(("127.0.0.1", {port}), 2)' 2> /tmp/why
            tail -n 1 /tmp/why
            """);

        Assert.Equal(["lo", "ConnectionRefusedError: [Errno 111] Connection refused"], output);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Files_of_the_host_are_not_there()
    {
        var secret = Path.Combine(_scene.Root, "secret");
        await File.WriteAllTextAsync(secret, "the server's");

        var output = await PassAsync($"for path in {secret} {_scene.Root} /root /home /var/lib /run/systemd /etc/shadow /etc/ssl/private /sys /boot /mnt; do [ ! -e $path ] || echo $path; done; ls / | tr '\\n' ' '");

        Assert.DoesNotContain(output, line => line.StartsWith('/'));
        Assert.Subset(new HashSet<string> { "bin", "build", "dev", "etc", "lib", "lib32", "lib64", "libx32", "proc", "run", "sbin", "tmp", "usr", "var" },
            output[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet());
    }

    [Fact]
    public async Task A_build_has_no_capabilities_and_gets_none()
    {
        var output = await PassAsync("id -u; grep -E 'CapEff|CapPrm|CapInh|CapAmb|NoNewPrivs' /proc/self/status | tr '\\t' ' '");

        Assert.Equal(["1000", "CapInh: 0000000000000000", "CapPrm: 0000000000000000", "CapEff: 0000000000000000", "CapAmb: 0000000000000000", "NoNewPrivs: 1"], output);
    }

    // With the numbers of x86-64 and of arm64. Each of them gets somewhere outside of the sandbox, at least to a complaint about what was asked.
    [Theory]
    [InlineData("keyctl", "250", "219", "0, -4, 1")]
    [InlineData("bpf", "321", "280", "0, 0, 0")]
    [InlineData("perf_event_open", "298", "241", "0, 0, 0, 0, 0")]
    [InlineData("userfaultfd", "323", "282", "1")]
    [InlineData("io_uring_setup", "425", "425", "1, 0")]
    [InlineData("mount", "165", "40", "0, 0, 0, 0, 0")]
    [InlineData("socket to the host of a virtual machine", "41", "198", "40, 1, 0")]
    [InlineData("socket for ciphers", "41", "198", "38, 5, 0")]
    [InlineData("socket of an old network", "41", "198", "4, 2, 0")]
    public async Task The_kernel_refuses_what_builds_do_not_need(string what, string call, string callOfArm, string arguments)
    {
        var output = await PassAsync($"perl -e 'my $call = `uname -m` =~ /aarch64/ ? {callOfArm} : {call}; syscall($call, {arguments}) == -1 or die qq({what} works); print $! + 0'");

        Assert.Equal(["1"], output);
    }

    [Fact]
    public async Task Sockets_of_usual_kinds_threads_and_debuggers_work()
    {
        var output = await PassAsync("""
            python3 -c 'import socket, threading; [socket.socket(family) for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6)]; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0); threading.Thread(target=print, args=("thread",)).start()'
            perl -e 'my $call = `uname -m` =~ /aarch64/ ? 117 : 101; my $child = fork || do { sleep 1000 }; print syscall($call, 16, $child, 0, 0), "\n"; kill 9, $child'
            """);

        Assert.Equal(["thread", "0"], output);
    }

    [Theory]
    [InlineData("touch /usr/x")]
    [InlineData("touch /etc/x")]
    [InlineData("touch /x")]
    [InlineData("touch /dev/x")]
    [InlineData("touch /run/checkout/x")]
    [InlineData("touch /run/x")]
    [InlineData("mkdir /sys/x")]
    [InlineData("true >> /proc/sys/kernel/core_pattern")]
    [InlineData("true >> /proc/sys/vm/drop_caches")]
    [InlineData("true >> /proc/sysrq-trigger")]
    [InlineData("true >> /proc/mtrr")]
    [InlineData("unshare -U true")]
    [InlineData("unshare -r true")]
    [InlineData("unshare -m true")]
    [InlineData("mount -t tmpfs none /tmp")]
    [InlineData("mount -o remount,rw /usr")]
    [InlineData("umount /run/checkout")]
    [InlineData("mknod /tmp/disk b 254 0")]
    [InlineData("chroot / true")]
    [InlineData("hostname build")]
    [InlineData("cat /run/driver-shell")]
    [InlineData("head -c 1 /dev/mem")]
    public async Task A_build_may_not(string command)
    {
        // Files of the kernel are only opened for writing, never written: should the sandbox leak, the machine stays as it is.
        var (outcome, output) = await _scene.RunAsync($"if {command}; then echo did; fi");

        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.DoesNotContain("did", output.Told);
        Assert.True(output.Told.Count > 1, "The command was refused without a word.");
        Assert.DoesNotContain("not found", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_writable_but_the_builds_disk_and_devices()
    {
        // Opened through access(2) only, for the same reason. /proc/PID/fd and the like lie on the read-only mount too.
        var output = await PassAsync("find / -xdev -path /build -prune -o \\( -type f -o -type d \\) -writable -print; find /proc /run /etc /usr -writable \\( -type f -o -type d \\) 2> /dev/null || true; find /dev -xdev -type d -writable; echo end");

        Assert.Equal(["/dev/pts", "/dev/shm", "end"], output);
    }

    [Fact]
    public async Task Only_processes_of_the_build_are_there_to_signal()
    {
        var output = await PassAsync($"[ ! -e /proc/{Environment.ProcessId}/stat ] || [ {Environment.ProcessId} -lt 50 ]; ls -d /proc/[0-9]* | wc -l; kill -0 {int.MaxValue} || true");

        Assert.InRange(int.Parse(output[0], System.Globalization.CultureInfo.InvariantCulture), 2, 8);
    }

    [Fact]
    public async Task A_build_gets_nothing_of_the_servers_descriptors()
    {
        using var inheritable = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out, HandleInheritability.Inheritable);

        var output = await PassAsync("readlink /proc/self/fd/1; find /proc/self/fd -type l -printf '%l\\n'");

        // find's own look at the folder is the last kind.
        Assert.All(output, link => Assert.True(link == "/dev/null" || link == output[0] || link.StartsWith("/proc", StringComparison.Ordinal) || link.StartsWith("/build", StringComparison.Ordinal), link));
    }

    private async Task<IReadOnlyList<string>> PassAsync(string command)
    {
        var (outcome, output) = await _scene.RunAsync(command);
        Assert.True(outcome.Result == BuildResult.Success, outcome.Message + "\n" + output.Text);
        return [.. output.Told.Skip(1)];
    }
}
