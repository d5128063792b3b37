using System.Collections.Immutable;
using System.Text;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Sandbox;

/// <summary>Writes the shell program that is the first process of a sandbox: it fills the workspace, then runs a step for each number it reads.
/// For <c>reports</c> it lists the files that may be reports, for <c>report PATH</c> it gives one back.</summary>
/// <remarks>It answers on its own error stream, which no step inherits: <c>=ready</c>, <c>=full TEXT</c> or <c>=STATUS</c>, with <c> full</c> after it when the disk is full;
/// <c>=name PATH</c> and <c>=part BASE64</c>, as many as there are, and <c>=end</c>. All of these are bounded here, where a build's own memory limit pays for them.
/// It runs with an execute-only copy of the shell, which the kernel makes untraceable, so that a step can neither
/// write to its descriptors through /proc nor change its memory.</remarks>
internal static class StepDriver
{
    public const string Workspace = "/build/workspace";
    public const string Checkout = "/run/checkout";

    /// <summary>How many names are listed, and how many parts of a file given back.</summary>
    public const int MostNames = 2000;
    public const int MostParts = 22;

    // A multiple of 3, so that the parts of a file follow each other in base64 without padding between them.
    private const int PartBytes = 192 * 1024;

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
        text.Append($"  cd {Folder(request)} || exit 126\n");
        text.Append("  case $1 in\n");
        for (var index = 0; index < request.Job.Steps.Length; index++)
        {
            text.Append($"  {index}) exec env -i {Environment(request.Environment)}{Command(request.Job.Steps[index])} ;;\n");
        }
        text.Append("  esac\n}\n");
        WriteReports(text, request);
        text.Append("echo =ready >&3\n");
        text.Append("while read -r step <&4; do\n");
        text.Append("  case $step in\n  reports) list; continue ;;\n  'report '*) give \"${step#report }\"; continue ;;\n  esac\n");
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

    // Programs that a step may have left running can reach into those that are started here, but not into the shell: they get none of its descriptors,
    // and what comes back from them is cut, and is looked at, before it is passed on: it can forge a report of its own build, and no other answer.
    private static void WriteReports(StringBuilder text, BuildRequest request)
    {
        var names = string.Join(" -o ", request.Job.TestReports.Select(glob => "-name " + Quote(NamePattern(glob))).DefaultIfEmpty("-false"));
        text.Append("list() {\n");
        text.Append($"  names=$(exec 3>&- 4<&-; cd {Folder(request)} && find . -type f \\( {names} \\) 2>/dev/null | head -n {MostNames} | head -c 1000000)\n");
        text.Append("  IFS='\n'\n  set -f\n");
        text.Append("  [ ${#names} -gt 1000000 ] || for name in $names; do printf '=name %s\\n' \"${name#./}\" >&3; done\n");
        text.Append("  set +f\n  unset IFS\n  echo =end >&3\n}\n");
        text.Append("give() {\n  part=0\n");
        text.Append($"  while [ $part -lt {MostParts} ]; do\n");
        text.Append($"    bytes=$(exec 3>&- 4<&-; cd {Folder(request)} && [ -f \"$1\" ] && [ ! -L \"$1\" ] && dd if=\"$1\" bs={PartBytes} skip=$part count=1 2>/dev/null | base64 -w 0)\n");
        text.Append($"    [ -n \"$bytes\" ] && [ ${{#bytes}} -le {PartBytes / 3 * 4} ] || break\n");
        text.Append("    case $bytes in *[!A-Za-z0-9+/=]*) break ;; esac\n");
        text.Append("    printf '=part %s\\n' \"$bytes\" >&3\n    part=$((part + 1))\n  done\n  echo =end >&3\n}\n");
    }

    private static string Folder(BuildRequest request) => Quote(Path.Combine(Workspace, request.StartIn));

    // The file's own name as find takes it. The server looks at the whole path.
    private static string NamePattern(string glob) => string.Concat(glob[(glob.LastIndexOf('/') + 1)..]
        .Select(letter => letter is '[' or ']' or '\\' ? $"\\{letter}" : letter.ToString()));

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
