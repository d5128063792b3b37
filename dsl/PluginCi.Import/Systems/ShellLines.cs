using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>The command lines of a job as steps of a script.</summary>
internal static partial class ShellLines
{
    /// <summary>Whether later lines depend on what a line does to its shell.</summary>
    public static bool KeepState(IEnumerable<string> lines) => lines.Any(line => State().IsMatch(line));

    /// <summary>Takes the installations of Debian's packages out of command lines.</summary>
    /// <returns>The other lines, and the packages.</returns>
    public static (ImmutableArray<string> Lines, ImmutableArray<string> Packages) TakePackages(IEnumerable<string> lines)
    {
        var rest = ImmutableArray.CreateBuilder<string>();
        var packages = new List<string>();
        foreach (var line in lines)
        {
            string[] parts = [.. line.Split(["&&", "\n", ";"], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
            if (parts.Length > 0 && parts.All(part => AptUpdate().IsMatch(part) || AptInstall().IsMatch(part) || part.StartsWith('#')))
            {
                packages.AddRange(parts.Select(part => AptInstall().Match(part)).SelectMany(match => match.Groups["package"].Captures).Select(capture => capture.Value));
            }
            else
            {
                rest.Add(line);
            }
        }

        return (rest.ToImmutable(), [.. packages.Distinct()]);
    }

    /// <summary>Whether the lines install Python packages, which Debian wants in a folder of their own.</summary>
    public static bool InstallPython(string[] lines) => lines.Any(line => PipInstall().IsMatch(line)) && !lines.Any(line => line.Contains("venv", StringComparison.Ordinal));

    /// <summary>The names of variables in capital letters that the lines read and do not set.</summary>
    public static ImmutableArray<string> Variables(IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        HashSet<string> assigned = [.. all.SelectMany(line => Assigned().Matches(line)).Select(match => match.Groups["name"].Value)];
        return [.. all.SelectMany(line => Read().Matches(line)).Where(match => match.Groups["default"].Length == 0).Select(match => match.Groups["name"].Value).Where(name => !assigned.Contains(name) && !UsualNames.Contains(name)).Distinct().Order(StringComparer.Ordinal)];
    }

    private static readonly string[] UsualNames = ["HOME", "PATH", "PWD", "OLDPWD", "USER", "LANG", "SHELL", "TMPDIR", "IFS", "RANDOM", "SECONDS", "UID", "EUID", "HOSTNAME", "PIPESTATUS", "BASH_SOURCE", "LINENO", "OPTARG", "OPTIND", "REPLY"];

    [GeneratedRegex(@"\b(cd|export|source|set|unset|shopt|alias|umask|ulimit|pushd|popd|eval|trap|declare|local)\s|^\s*\.\s|(^|[;&|\n])\s*[A-Za-z_]\w*=|\w+\s*\(\)", RegexOptions.Multiline)]
    private static partial Regex State();

    [GeneratedRegex(@"^(?:sudo\s+)?(?:DEBIAN_FRONTEND=\w+\s+)?apt(?:-get)?\s+(?:-\S+\s+)*(?:update|upgrade|clean)(?:\s+-\S+)*$|^rm\s+-rf\s+/var/lib/apt/lists/\*$|^export\s+DEBIAN_FRONTEND=\w+$")]
    private static partial Regex AptUpdate();

    [GeneratedRegex(@"^(?:sudo\s+)?(?:DEBIAN_FRONTEND=\w+\s+)?apt(?:-get)?\s+(?:-\S+\s+)*install(?:\s+(?:-\S+|(?<package>[a-z0-9][a-z0-9+.-]*[a-z0-9+])))+$")]
    private static partial Regex AptInstall();

    [GeneratedRegex(@"\bpip3?\s+install\b")]
    private static partial Regex PipInstall();

    [GeneratedRegex(@"\b(?<name>[A-Z_][A-Z0-9_]+)=|\bread\s+(?:-\S+\s+)*(?<name>[A-Z_][A-Z0-9_]+)|\bfor\s+(?<name>[A-Z_][A-Z0-9_]+)\b")]
    private static partial Regex Assigned();

    [GeneratedRegex(@"\$(?:(?<name>[A-Z_][A-Z0-9_]+)|\{(?<name>[A-Z_][A-Z0-9_]+)(?<default>:?[-=?+][^}]*)?[^}]*\})")]
    private static partial Regex Read();
}
