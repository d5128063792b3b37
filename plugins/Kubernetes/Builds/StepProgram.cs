using System.Globalization;
using System.Text;
using PluginCi.Model;
using PluginCi.Plugin;
using static PluginCi.Plugins.ShellText;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Writes the shell program that runs the steps of a build, and tells where they begin and end by lines that carry a secret.</summary>
/// <remarks>It is the first process of its container and goes on without the server. No step can read the secret out of it: see <see cref="PodMaker"/>.</remarks>
internal static class StepProgram
{
    public const string Workspace = $"{PodMaker.Disk}/workspace";

    public const string Home = $"{PodMaker.Disk}/home";
    private const int BlockBytes = 512;

    // A program that met a full disk has often removed its own last file.
    private const int FewBytes = 64 << 10;

    /// <summary>Writes it.</summary>
    /// <param name="request">The build.</param>
    /// <param name="secret">What its marks carry.</param>
    public static string Write(BuildRequest request, string secret)
    {
        var limits = request.Job.Limits;
        var text = new StringBuilder();
        text.Append("exec 2>&1 </dev/null\n");
        text.Append("unset $(env | grep -o '^KUBERNETES_[A-Z0-9_]*') x\n");
        text.Append(Bound(limits)).Append('\n');
        text.Append($"mark() {{ printf '\\036{secret} %s\\n' \"$*\"; }}\n");

        // What a container printed in the moment before its end does not always come into its log.
        text.Append("last() { sleep 1; }\n");
        text.Append("full() {\n");
        text.Append($"  used=$(du -sk {Workspace} {Home} /tmp 2>/dev/null | while read -r size name; do total=$((total + size)); echo $total; done | tail -n 1)\n");
        text.Append(CultureInfo.InvariantCulture, $"  [ \"${{used:-0}}\" -ge {(limits.DiskBytes - FewBytes) / 1024} ] && echo full\n}}\n");
        var secrets = request.HasSecrets() ? $"{SecretVariables.Prepare}{string.Concat(request.Exports().Select(command => command + "\n"))}" : "";
        text.Append("run() {\n");
        text.Append($"  cd {Quote(Path.Combine(Workspace, request.StartIn))} || exit 126\n");
        text.Append("  case $1 in\n");
        for (var index = 0; index < request.Job.Steps.Length; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {index}) {secrets}exec env {Environment(request)}{CommandOf(request.Job.Steps[index])} ;;\n");
        }

        text.Append("  esac\n}\n");
        for (var index = 0; index < request.Job.Steps.Length; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"mark begin {index}\n( run {index} )\nstatus=$?\n");
            text.Append(CultureInfo.InvariantCulture, $"[ $status = 0 ] || {{ mark end {index} $status $(full); last; exit $status; }}\nmark end {index} 0\n");
        }

        text.Append(request.Job.Pauses ? "while :; do sleep 100000 & wait $!; done\n" : "last\nexit 0\n");
        return text.ToString();
    }

    /// <summary>Commands that bind what follows them. Kubernetes ends a pod that holds too much within seconds; no one file gets so far. Processes are counted by account,
    /// and a container's is its own.</summary>
    public static string Bound(ResourceLimits limits) => string.Create(
        CultureInfo.InvariantCulture,
        $"ulimit -f {limits.DiskBytes / BlockBytes}\n(ulimit -u {limits.Processes}) 2>/dev/null && ulimit -u {limits.Processes} || ulimit -p {limits.Processes}");

    private static string Environment(BuildRequest request) => string.Concat(request.PlainEnvironment()
        .SetItems(request.ProxySocket is null ? [] : NetworkRelay.Variables)
        .SetItems(request.PathVariables.Select(variable => KeyValuePair.Create(variable.Key, $"{Workspace}/{variable.Value}")))
        .SetItem("HOME", Home)
        .SetItem("LANG", "C.UTF-8")
        .SetItem("LC_ALL", "C.UTF-8")
        .Remove("PATH")
        .Select(variable => Quote($"{variable.Key}={variable.Value}") + " "));
}
