using System.Text.RegularExpressions;

namespace PluginCi.Dsl;

/// <summary>What the environment variables of a job, or of a policy, must be like.</summary>
internal static partial class VariableRules
{
    // Source: MAX_ARG_STRLEN of Linux, 32 pages of 4 KiB for NAME=VALUE with the byte at its end.
    private const int LongestBytes = 128 << 10;

    public static void Check(IReadOnlyDictionary<string, string> variables, string who, Place at, Findings findings)
    {
        foreach (var (name, value) in variables)
        {
            var isOurs = name is "PATH" or "HOME" || name.StartsWith("PLUGINCI_", StringComparison.Ordinal);
            findings.ErrorIf(
                !isOurs && !Form().IsMatch(name), at, "PCI2010", $"{who} sets the environment variable '{name}'; use letters, digits and '_', not beginning with a digit.", nameof(Job.Env));
            findings.ErrorIf(
                isOurs, at, "PCI2040", $"{who} sets the environment variable '{name}', which the build sets itself; take another name, or say it in the step that needs it: .Sh(\"{name}=… make\").", nameof(Job.Env));
            findings.ErrorIf(
                value.Contains('\0', StringComparison.Ordinal) || name.Length + value.Length + 2 > LongestBytes, at, "PCI2039",
                $"the environment variable '{name}' of {who} has a value of {value.Length} characters that no program could be given: at most 128 KiB, without the character NUL. Put it into a file of the repository.", nameof(Job.Env));
        }
    }

    /// <summary>Whether an environment variable can have a name.</summary>
    public static bool IsName(string name) => Form().IsMatch(name);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Form();
}
