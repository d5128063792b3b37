using System.Diagnostics;

namespace PluginCi.Plugins.Podman.Tests;

/// <summary>The plugin as an ordinary account runs it. For root only: who is another account runs all tests of this project so anyhow.</summary>
public sealed class RootlessTests
{
    // An account that only the programs started here know of, with the ranges that podman needs; and what they use, where that account may read it.
    private const string AsAnotherAccount = """
        set -e
        mkdir "$1/h" "$1/tests" "$1/dotnet" && chown 64000:64000 "$1/h" && chmod 755 "$1"
        mount --bind "$2" "$1/tests" && mount --bind "$3" "$1/dotnet"
        { cat /etc/passwd; echo "builder:x:64000:64000::$1/h:/bin/sh"; } > "$1/passwd" && mount --bind "$1/passwd" /etc/passwd
        for ids in subuid subgid; do echo builder:3000000:65536 > "$1/$ids" && touch "/etc/$ids" && mount --bind "$1/$ids" "/etc/$ids"; done
        cd "$1/h"
        exec setpriv --reuid 64000 --regid 64000 --clear-groups --inh-caps=-all env -i HOME="$1/h" TMPDIR="$1/h" PATH="$PATH" DOTNET_CLI_HOME="$1/h" DOTNET_NOLOGO=1 \
          "$1/dotnet/dotnet" vstest "$1/tests/PluginCi.Plugins.Podman.Tests.dll" --TestCaseFilter:"FullyQualifiedName~ConformanceTests|FullyQualifiedName~ContainerTests"
        """;

    [RootFact]
    public async Task An_ordinary_account_keeps_the_contract_with_a_user_namespace_of_podmans()
    {
        // A short name: podman takes no longer path than 50 letters for what it keeps while containers run.
        var folder = Directory.CreateTempSubdirectory("rl-").FullName;
        var start = new ProcessStartInfo(
            "unshare", ["--mount", "--propagation", "private", "sh", "-c", AsAnotherAccount, "rootless", folder, AppContext.BaseDirectory, Path.GetDirectoryName(Environment.ProcessPath)!])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var complained = process.StandardError.ReadToEndAsync();
            var said = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();

            Assert.True(process.ExitCode == 0, said + await complained);
            Assert.Matches(@"Passed! +- Failed: +0, Passed: +\d{2,}, Skipped: +0,", said);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A test that is skipped where the account is ordinary already, or may not become one.</summary>
    private sealed class RootFactAttribute : FactAttribute
    {
        public RootFactAttribute() => Skip =
            !Environment.IsPrivilegedProcess ? "Not root: all tests of this project run as an ordinary account."
            : PodmanMachine.Obstacle ?? (File.Exists("/usr/bin/newuidmap") ? null : "newuidmap is not installed: apt-get install uidmap");
    }
}
