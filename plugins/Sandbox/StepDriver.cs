using System.Collections.Immutable;
using System.Text;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Sandbox;

/// <summary>Writes the shell program that is the first process of a sandbox: it fills the workspace, then runs a step for each line it reads.</summary>
/// <remarks>It answers on its own error stream, which no step inherits: <c>=ready</c>, <c>=full TEXT</c> or <c>=STATUS</c>, with <c> full</c> after it when the disk is full.
/// It runs with an execute-only copy of the shell, which the kernel makes untraceable, so that a step can neither
/// write to its descriptors through /proc nor change its memory.</remarks>
internal static class StepDriver
{
    public const string Workspace = "/build/workspace";
    public const string Checkout = "/run/checkout";

    // 64 KiB in pages: a program that met a full disk has often removed its own last file.
    private const int FewBlocks = 16;
    private const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public static string Title(Step step) => step switch
    {
        ShellStep shell => shell.Command,
        ScriptStep script => script.Path,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Write(BuildRequest request, string limits)
    {
        var text = new StringBuilder();
        text.Append("exec 3>&2 4<&0 2>&1 </dev/null\n");
        text.Append($"PATH={SearchPath}\n");
        text.Append("mkdir -p /build/tmp /build/home /build/workspace && chmod 1777 /build/tmp\n");
        text.Append($"if ! why=$(cp -a {Checkout}/. {Workspace}/ 2>&1); then\n");
        text.Append("  echo \"=full $(echo \"$why\" | head -n 1)\" >&3\n  exit 1\nfi\n");
        text.Append(limits);
        text.Append("run() {\n");
        text.Append($"  cd {Quote(Path.Combine(Workspace, request.StartIn))} || exit 126\n");
        text.Append("  case $1 in\n");
        for (var index = 0; index < request.Job.Steps.Length; index++)
        {
            text.Append($"  {index}) exec env -i {Environment(request.Environment)}{Command(request.Job.Steps[index])} ;;\n");
        }
        text.Append("  esac\n}\n");
        text.Append("echo =ready >&3\n");
        text.Append("while read -r step <&4; do\n");
        text.Append("  ( run \"$step\" ) 3>&- 4<&-\n");
        text.Append("  status=$?\n");
        text.Append("  if [ $status -ne 0 ]; then\n");
        text.Append("    free=$(stat -f -c %a /build 3>&- 4<&-)\n");
        text.Append($"    [ \"${{free%%[!0-9]*}}\" -ge {FewBlocks} ] || status=\"$status full\"\n");
        text.Append("  fi\n");
        text.Append("  echo \"=$status\" >&3\n");
        text.Append("done\n");
        return text.ToString();
    }

    private static string Command(Step step) => step switch
    {
        ShellStep shell => "/bin/sh -e -c " + Quote(shell.Command),
        ScriptStep script => Quote("./" + script.Path),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Environment(ImmutableSortedDictionary<string, string> variables)
    {
        var all = variables
            .SetItem("PATH", SearchPath)
            .SetItem("HOME", "/build/home")
            .SetItem("LANG", "C.UTF-8")
            .SetItem("LC_ALL", "C.UTF-8");
        return string.Concat(all.Select(variable => Quote($"{variable.Key}={variable.Value}") + " "));
    }

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
