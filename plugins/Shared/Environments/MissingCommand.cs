using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Plugins.Environments;

/// <summary>Says what to do about a command that a step has not found.</summary>
internal static partial class MissingCommand
{
    /// <summary>The status that shells and env end with when there is no such command.</summary>
    public const int Status = 127;

    /// <summary>The rest of a sentence, after its colon.</summary>
    /// <param name="lastLine">The last line that the step told.</param>
    /// <param name="plan">The system that the job declared, or null.</param>
    /// <param name="root">That system, or null.</param>
    /// <param name="undeclared">Where builds look for commands otherwise, and what to do there: <c>among the programs of this machine that builds see. Install it there</c>.</param>
    /// <returns>Which command it was, as far as the line tells, where it is missing, and what to do.</returns>
    public static string Explain(string lastLine, EnvironmentPlan? plan, SystemRoot? root, string undeclared)
    {
        var name = Form().Match(lastLine) is { Success: true } match ? match.Groups["name"].Value : null;
        var command = name is null ? "a command" : $"the command '{name}'";
        return plan switch
        {
            null => $"{command} is not {undeclared}, or say which system the job runs on, as in .On(Debian(\"bookworm\").Apt(\"PACKAGE\")).",
            DebianPlan debian => $"{command} is not on {plan}. {WayOut(name, debian, root)}",
            _ => $"{command} is not in the {plan}. Use an image that has it.",
        };
    }

    private static string WayOut(string? name, DebianPlan plan, SystemRoot? root) => name switch
    {
        null => "Add the Debian package that brings it to the system of the job: .Apt(\"PACKAGE\").",
        _ when name.Contains('/', StringComparison.Ordinal) => "If it is a file of the repository, look at its name and its first line; otherwise add the Debian package that brings it: .Apt(\"PACKAGE\").",
        _ when root is not null && File.ReadLines(root.Available).Contains(name) => $"There is a package of that name; add it to the system of the job: .Apt(\"{name}\").",
        _ => $"Add the Debian package that brings it to the system of the job: .Apt(\"PACKAGE\"). On a Debian {plan.Suite}, `apt-file search bin/{name}` tells which.",
    };

    // dash: "/bin/sh: 1: tox: not found"; bash: "bash: line 1: tox: command not found"; env: "env: 'tox': No such file or directory".
    [GeneratedRegex("(?:^|[: ])['‘]?(?<name>[^:'‘’\\s]+)['’]?: (?:command )?(?:not found|No such file or directory)$")]
    private static partial Regex Form();
}
