using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>Makes the steps, the system and the environment of a job from its command lines.</summary>
internal static partial class JobBuilder
{
    /// <summary>The job with its steps.</summary>
    /// <param name="job">The job without them.</param>
    /// <param name="system">What stands for its image.</param>
    /// <param name="commands">What it runs.</param>
    /// <param name="notes">Takes what is different.</param>
    public static FoundJob Build(FoundJob job, KnownSystem system, JobCommands commands, Notes notes)
    {
        var groups = commands.Groups.Select(group => ShellLines.TakePackages(group)).ToArray();
        string[] lines = [.. groups.SelectMany(group => group.Lines), .. commands.Afterwards];
        var tools = Tools.Find(lines);
        var values = new JobVariables(job, commands, lines, notes);
        var prologue = values.Prologue;
        if (ShellLines.InstallPython(lines))
        {
            prologue = [.. prologue, "python3 -m venv --system-site-packages ~/venv", ". ~/venv/bin/activate"];
        }

        var hosts = Tools.Hosts(lines);
        if (!hosts.IsEmpty)
        {
            notes.NeedsPerson(job.File, job.At, job.Origin, $"the job reaches {string.Join(", ", hosts)}; the site has to allow it by Egress(…) in site.csx, or the job has to do without");
        }

        return job with
        {
            System = system.System.Image is null ? system.System.With(tools.Packages.Concat(groups.SelectMany(group => group.Packages))) : system.System,
            Registries = [.. system.Registries.Union(tools.Registries).Order(StringComparer.Ordinal)],
            Hosts = hosts,
            Environment = values.Environment,
            Steps = [.. Steps(groups.Select(group => group.Lines), prologue, commands)],
        };
    }

    private static IEnumerable<string> Steps(IEnumerable<ImmutableArray<string>> groups, ImmutableArray<string> prologue, JobCommands commands)
    {
        ImmutableArray<string>[] filled = [.. groups.Where(group => !group.IsEmpty)];
        if (!commands.Afterwards.IsEmpty)
        {
            // One shell for all, whose end runs what comes afterwards.
            return [Shell(["after_script() (", .. commands.Afterwards.Select(line => "  " + line), ")", "trap 'after_script || true' EXIT", .. prologue, .. filled.SelectMany(group => group)], commands)];
        }

        if (filled.Length == 0)
        {
            return ["true"];
        }

        return filled.SelectMany(group => prologue.IsEmpty && !ShellLines.KeepState(group) ? group.Select(line => Shell([line], commands)) : [Shell([.. prologue, .. group], commands)]);
    }

    // Steps are of /bin/sh, which stops at the first failure.
    private static string Shell(ImmutableArray<string> lines, JobCommands commands)
    {
        var text = string.Join('\n', lines.Select(line => line.TrimEnd()));
        return OfBash().IsMatch(text) || (commands.FailsWithPipes && Pipe().IsMatch(text)) ? $"bash -eo pipefail <<'END_OF_SCRIPT'\n{text}\nEND_OF_SCRIPT" : text;
    }

    [GeneratedRegex(@"\[\[|<<<|\bsource\s|pipefail|\$\{\w+(//|/|\^|,|:-?[0-9])|\w=\(|<\(|\bfunction\s+\w|&>|\bdeclare\s|\bshopt\s|\bpushd\s|==\s")]
    private static partial Regex OfBash();

    [GeneratedRegex(@"(?<![|>])\|(?![|&])")]
    private static partial Regex Pipe();
}
