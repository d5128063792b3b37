using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Sandbox;

/// <summary>The part of the kernel that sandboxes are kept from: what builds do not need, and where programs without rights have often found a way to more. libseccomp compiles it.</summary>
internal static partial class SystemCallFilter
{
    private const uint Allow = 0x7fff0000;
    private const uint Refuse = 0x00050000 | NotPermitted;
    private const uint NotPermitted = 1;
    private const int DoesNotExist = -1;
    private const int Equal = 4;
    private const int Greater = 6;

    // Kernel keys are shared by all processes of an account, in whatever sandbox.
    private static readonly ImmutableArray<string> Refused =
    [
        "add_key", "keyctl", "request_key",
        "bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register",
        "mount", "umount", "umount2", "pivot_root", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "setns", "open_by_handle_at",
        "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff", "acct", "quotactl", "syslog", "settimeofday", "clock_settime",
    ];

    // Of the kinds of sockets: on the machine, IPv4, IPv6, and what tells of the network's devices. The old call of x86 hides the kind from filters.
    private static readonly ImmutableArray<ulong> AllowedSockets = [1, 2, 10, 16];

    // Programs of the other kinds that the processor runs have calls of other numbers.
    private static readonly ImmutableArray<(Architecture Machine, uint Other)> Others =
        [(Architecture.X64, 0x40000003), (Architecture.X64, 0x4000003e), (Architecture.Arm64, 0x40000028)];

    /// <summary>Writes it as <c>bwrap --seccomp</c> reads it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="OutsideException">There is no libseccomp.</exception>
    public static void Write(string path)
    {
        try
        {
            var filter = seccomp_init(Allow);
            try
            {
                Fill(filter);
                using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
                Require(seccomp_export_bpf(filter, file), "compiled");
            }
            finally
            {
                seccomp_release(filter);
            }
        }
        catch (DllNotFoundException exception)
        {
            throw new OutsideException("The sandbox needs libseccomp, which keeps builds from what they do not need of the kernel; on Debian, `apt-get install libseccomp2`.", isTransient: false, exception);
        }
    }

    private static void Fill(nint filter)
    {
        foreach (var (_, other) in Others.Where(pair => pair.Machine == RuntimeInformation.OSArchitecture))
        {
            Require(seccomp_arch_add(filter, other), "made for all programs");
        }

        foreach (var name in Refused)
        {
            // What this libseccomp has not heard of it cannot refuse.
            if (seccomp_syscall_resolve_name(name) is var number and not DoesNotExist)
            {
                Require(seccomp_rule_add_array(filter, Refuse, number, 0, []), name);
            }
        }

        var socket = seccomp_syscall_resolve_name("socket");
        foreach (var family in Enumerable.Range(0, (int)AllowedSockets[^1]).Select(family => (ulong)family).Except(AllowedSockets))
        {
            Require(seccomp_rule_add_array(filter, Refuse, socket, 1, [new Comparison(0, Equal, family, 0)]), "socket");
        }

        Require(seccomp_rule_add_array(filter, Refuse, socket, 1, [new Comparison(0, Greater, AllowedSockets[^1], 0)]), "socket");
        Require(seccomp_rule_add_array(filter, Refuse, seccomp_syscall_resolve_name("socketcall"), 0, []), "socketcall");
    }

    private static void Require(int answer, string what)
    {
        if (answer < 0)
        {
            throw new OutsideException($"The filter of system calls could not be made: libseccomp answered {answer} to '{what}'.");
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Comparison(uint Argument, int Operator, ulong Value, ulong Mask);

    [LibraryImport("libseccomp.so.2")]
    private static partial nint seccomp_init(uint otherwise);

    [LibraryImport("libseccomp.so.2")]
    private static partial int seccomp_arch_add(nint filter, uint architecture);

    [LibraryImport("libseccomp.so.2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int seccomp_syscall_resolve_name(string name);

    [LibraryImport("libseccomp.so.2")]
    private static partial int seccomp_rule_add_array(nint filter, uint action, int call, uint count, [In] Comparison[] comparisons);

    [LibraryImport("libseccomp.so.2")]
    private static partial int seccomp_export_bpf(nint filter, SafeFileHandle file);

    [LibraryImport("libseccomp.so.2")]
    private static partial void seccomp_release(nint filter);
}
