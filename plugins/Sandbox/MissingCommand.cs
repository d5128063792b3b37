using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Plugins.Sandbox;

/// <summary>Says what to do about a command that a step has not found.</summary>
internal static partial class MissingCommand
{
    /// <summary>The status that shells and env end with when there is no such command.</summary>
    public const string Status = "127";

    /// <summary>The rest of a sentence that ends before its colon.</summary>
    /// <param name="lastLine">The last line that the step told.</param>
    /// <param name="system">The system that the job declared, or null.</param>
    /// <returns>Which command it was, as far as the line tells, where it is missing, and what to do.</returns>
    public static string Explain(string lastLine, EnvironmentPlan? system)
    {
        var name = Form().Match(lastLine) is { Success: true } match ? match.Groups["name"].Value : null;
        var command = name is null ? "a command" : $"the command '{name}'";
        return system is null
            ? $"{command} is not among the programs of this machine that builds see. Install it there, or say which system the job runs on, as in .On(Debian(\"bookworm\").Apt(\"PACKAGE\"))."
            : $"{command} is not on {system}. Add the Debian package that brings it to .Apt(…) of the job's system"
                + (name is null || name.Contains('/', StringComparison.Ordinal) ? "." : $"; on a Debian {system.Suite}, `apt-file search --regexp 'bin/{Regex.Escape(name)}$'` tells which.");
    }

    // dash: "/bin/sh: 1: tox: not found"; bash: "bash: line 1: tox: command not found"; env: "env: 'tox': No such file or directory".
    [GeneratedRegex("(?:^|[: ])['‘]?(?<name>[^:'‘’\\s]+)['’]?: (?:command )?(?:not found|No such file or directory)$")]
    private static partial Regex Form();
}
