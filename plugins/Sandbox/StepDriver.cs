using System.Collections.Immutable;
using System.Text;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;
using static PluginCi.Plugins.ShellText;

namespace PluginCi.Plugins.Sandbox;

/// <summary>Writes the shell program that is the first process of a sandbox: it fills the workspace, then runs a step for each number it reads.
/// For <c>reports</c> it lists the files that may be reports, for <c>outbox</c> those that may be handed back, for <c>part N PATH</c> it gives the Nth part of one,
/// for <c>unpack N</c> and <c>pack N</c> it unpacks or packs the Nth cache. What <c>secret COMMAND</c> says every step does first, so that its value stands in no file.</summary>
/// <remarks>It answers on its own error stream, which no step inherits: <c>=ready</c>, <c>=full TEXT</c> or <c>=STATUS</c>, with <c> full</c> after it when the disk is full;
/// <c>=name MODE SIZE PATH</c>, as many as there are, and <c>=end</c>, or before it <c>=many</c> when there are more; <c>=part BASE64</c>, without anything after <c>part </c>
/// at a file's end. All of these are bounded here, where a build's own memory limit pays for them. Paths are from the workspace.
/// It runs with an execute-only copy of the shell, which the kernel makes untraceable, so that a step can neither
/// write to its descriptors through /proc nor change its memory.</remarks>
internal static class StepDriver
{
    public const string Workspace = "/build/workspace";
    public const string Checkout = "/run/checkout";
    public const string Caches = "/run/caches";

    private const string Home = "/build/home";

    private const int PartBytes = IWorkspaceFiles.PartBytes;

    // Letters of all names together: what 10,000 files of usual names take several times over.
    private const int LongestList = 4_000_000;

    // 64 KiB in pages: a program that met a full disk has often removed its own last file.
    private const int FewBlocks = 16;

    // Of what the shell gives to programs by itself they get nothing.
    private const string WithSecrets = $"{SecretVariables.Prepare}eval \"$secrets\"; exec env -u PWD -u OLDPWD -u SHLVL -u _ ";

    public const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public static string Write(BuildRequest request, string limits, SystemRoot? root)
    {
        var environment = Environment(request, root);
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
            text.Append($"  {index}) {(request.HasSecrets() ? WithSecrets : "exec env -i ")}{environment}{CommandOf(request.Job.Steps[index])} ;;\n");
        }
        text.Append("  esac\n}\n");
        WriteSteps(text);
        WriteFiles(text, request);
        WriteCaches(text, request);
        text.Append("echo =ready >&3\n");
        text.Append("while IFS= read -r step <&4; do\n");
        text.Append("  case $step in\n  reports) reports ;;\n  outbox) outbox ;;\n  'secret '*) secrets=\"${secrets-}${step#secret }; \" ;;\n  'unpack '*|'pack '*) cache \"$step\" ;;\n  'part '*) step=${step#part }; give \"${step%% *}\" \"${step#* }\" ;;\n  *) step ;;\n  esac\ndone\n");
        return text.ToString();
    }

    private static void WriteSteps(StringBuilder text)
    {
        text.Append("step() {\n");
        text.Append("  ( run \"$step\" ) 3>&- 4<&-\n");
        text.Append("  status=$?\n");
        text.Append("  if [ $status -ne 0 ]; then\n");
        text.Append("    free=$(stat -f -c %a /build 3>&- 4<&-)\n");
        text.Append($"    [ \"${{free%%[!0-9]*}}\" -ge {FewBlocks} ] || status=\"$status full\"\n");
        text.Append("  fi\n");
        text.Append("  echo \"=$status\" >&3\n}\n");
    }

    // Programs that a step may have left running can reach into those that are started here, but not into the shell: they get none of its descriptors,
    // and what comes back from them is cut, and is looked at, before it is passed on: it can forge a file of its own build, and no other answer.
    private static void WriteFiles(StringBuilder text, BuildRequest request)
    {
        text.Append("list() {\n");
        text.Append($"  names=$(exec 3>&- 4<&-; cd {Workspace} && find \"$@\" -printf '%m %s %p\\n' 2>/dev/null | head -c {LongestList})\n");
        text.Append("  IFS='\n'\n  set -f\n");
        text.Append($"  if [ ${{#names}} -lt {LongestList - 4} ]; then\n    for name in $names; do printf '=name %s\\n' \"$name\" >&3; done\n  else\n    echo =many >&3\n  fi\n");
        text.Append("  set +f\n  unset IFS\n  echo =end >&3\n}\n");
        WriteList(text, "reports", request.Job.TestReports.Select(glob => Below(request.StartIn, glob)));
        WriteList(text, "outbox", request.Outbox?.Files ?? []);
        text.Append("give() {\n");
        text.Append($"  bytes=$(exec 3>&- 4<&-; cd {Workspace} && [ -f \"$2\" ] && [ ! -L \"$2\" ] && dd if=\"$2\" bs={PartBytes} skip=\"$1\" count=1 2>/dev/null | base64 -w 0)\n");
        text.Append($"  [ ${{#bytes}} -le {PartBytes / 3 * 4} ] || bytes=\n");
        text.Append("  case $bytes in *[!A-Za-z0-9+/=]*) bytes= ;; esac\n");
        text.Append("  printf '=part %s\\n' \"$bytes\" >&3\n}\n");
    }

    // Each in a shell of its own without our descriptors: it is the build's own programs that look into an archive.
    private static void WriteCaches(StringBuilder text, BuildRequest request)
    {
        text.Append("cache() {\n  (\n    exec 3>&- 4<&- 2>/dev/null\n    case $1 in\n");
        for (var index = 0; index < request.Caches.Length; index++)
        {
            var archive = new CacheArchive(request.Caches[index]);
            text.Append($"    'unpack {index}') {archive.Unpack($"{Caches}/{index}", Home, Workspace)} ;;\n");
            text.Append($"    'pack {index}') {archive.Pack(Home, Workspace)} > {Caches}/{index}.pipe ;;\n");
        }

        text.Append("    esac\n  )\n  echo \"=$?\" >&3\n}\n");
    }

    // The search starts in folders that the server made, and goes through no link. Its patterns let more through than globs do; the server looks at the whole path.
    private static void WriteList(StringBuilder text, string name, IEnumerable<string> globs)
    {
        string[] all = [.. globs];
        var patterns = string.Join(" -o ", all.Select(glob => "-path " + Quote("./" + PathPattern(glob))));
        text.Append(all.Length == 0
            ? $"{name}() {{\n  echo =end >&3\n}}\n"
            : $"{name}() {{\n  list {string.Join(' ', all.Select(FirstFolder).Distinct().Select(Quote))} -type f \\( {patterns} \\)\n}}\n");
    }

    private static string FirstFolder(string glob) => glob.Split('/')[0] is var first && first.AsSpan().IndexOfAny('*', '?') < 0 ? "./" + first : ".";

    private static string Below(string startIn, string glob) => startIn == "." ? glob : $"{startIn}/{glob}";

    public static string Folder(BuildRequest request) => Quote(Path.Combine(Workspace, request.StartIn));

    // As find takes it: there * goes across folders, so that ** before a slash must not ask for one.
    private static string PathPattern(string glob) => string.Concat(glob.Replace("**/", "*", StringComparison.Ordinal).Select(letter => letter is '[' or ']' or '\\' ? $"\\{letter}" : letter.ToString()));

    private static string Environment(BuildRequest request, SystemRoot? root) => Environment(
        request.PlainEnvironment().SetItems(request.ProxySocket is null ? [] : NetworkRelay.Variables).SetItems(request.PathVariables.Select(variable => KeyValuePair.Create(variable.Key, $"{Workspace}/{variable.Value}"))), root);

    /// <summary>Variables as words of the shell, with those of the system and those that every sandbox has.</summary>
    public static string Environment(ImmutableSortedDictionary<string, string> variables, SystemRoot? root)
    {
        var ofImage = ImmutableSortedDictionary<string, string>.Empty.SetItems(root?.ReadVariables() ?? []);
        var all = ofImage
            .SetItems(variables)
            .SetItem("PATH", ofImage.GetValueOrDefault("PATH", SearchPath))
            .SetItem("HOME", Home)
            .SetItem("LANG", "C.UTF-8")
            .SetItem("LC_ALL", "C.UTF-8");
        return string.Concat(all.Select(variable => Quote($"{variable.Key}={variable.Value}") + " "));
    }
}
