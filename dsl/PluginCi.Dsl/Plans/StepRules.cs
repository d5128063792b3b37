using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What steps must be like to do what people mean by them. Each is a shell, or a program, of its own.</summary>
internal static partial class StepRules
{
    private static readonly (Regex Command, string Registries)[] Fetching =
    [
        (NodeInstall(), "Registry.Npm"), (PipInstall(), "Registry.PyPi"), (ComposerInstall(), "Registry.Composer"), (BundleInstall(), "Registry.RubyGems"),
    ];

    public static void Check(JobPlan plan, Place at, Findings findings)
    {
        foreach (var path in plan.Steps.OfType<ScriptStep>().Select(step => step.Path).Where(path => path.Trim().Any(char.IsWhiteSpace)))
        {
            findings.Error(at, "PCI2075", $"job '{plan.Name}' runs the script '{path}', and no file has such a name: .Script(…) takes a path alone. For arguments write .Sh(\"./{path}\").", nameof(Job.Script));
        }

        foreach (var command in plan.Steps.OfType<ShellStep>().Select(step => step.Command).Where(command => !string.IsNullOrWhiteSpace(command)))
        {
            Check(plan, command, at, findings);
        }
    }

    private static void Check(JobPlan plan, string command, Place at, Findings findings)
    {
        var lines = command.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();
        var shown = lines[0].Length > 60 ? lines[0][..60] + "…" : lines[0];
        findings.ErrorIf(command.Contains('\0', StringComparison.Ordinal), at, "PCI2039", $"a step of job '{plan.Name}' has the character NUL, which no program could be given; remove it.", nameof(Job.Sh));
        findings.ErrorIf(
            lines.All(line => line.StartsWith('#')), at, "PCI2041", $"a step of job '{plan.Name}' is a comment alone, '{shown}', and passes whatever happens; write what it shall do, or remove it.", nameof(Job.Sh));
        findings.WarningIf(
            lines.Length == 1 && OnlyForItself().IsMatch(lines[0]), at, "PCI2076",
            $"the step '{shown}' of job '{plan.Name}' changes nothing for those behind it: each step is a shell of its own, in the project's folder. Join them, as in .Sh(\"cd sub && make\"), or use .Env(…).", nameof(Job.Sh));
        findings.WarningIf(
            !ToOtherShell().IsMatch(lines[0]) && lines.Any(line => OfOtherShells().IsMatch(line)), at, "PCI2077",
            $"the step '{shown}' of job '{plan.Name}' uses what only bash has, and steps run with /bin/sh: write `. file` for `source file` and `[ … ]` for `[[ … ]]`, or .Sh(\"bash -ec '…'\").", nameof(Job.Sh));
        findings.WarningIf(
            lines.Any(line => PackageInstall().IsMatch(line)), at, "PCI2078",
            $"the step '{shown}' of job '{plan.Name}' installs packages, which a build may not: its system is read-only. Declare them: .On(Debian(\"bookworm\").Apt(\"…\")).", nameof(Job.Sh));
        if (plan.Dependencies.IsEmpty && plan.Network.IsEmpty && Fetching.FirstOrDefault(one => lines.Any(one.Command.IsMatch)) is { Registries: { } registry })
        {
            findings.WarningIf(
                true, at, "PCI2079", $"the step '{shown}' of job '{plan.Name}' fetches packages, but the job has no network; add .Dependencies({registry}).", nameof(Job.Sh));
        }
    }

    [GeneratedRegex(@"^(cd|export|umask|alias)\s+[^;&|()]+$")]
    private static partial Regex OnlyForItself();

    [GeneratedRegex(@"(^|[;&|]\s*)(source\s+\S|\[\[\s)|^(if|while|until)\s+\[\[\s")]
    private static partial Regex OfOtherShells();

    // All lines below are given to that shell.
    [GeneratedRegex(@"^bash\b[^;&|]*<<")]
    private static partial Regex ToOtherShell();

    [GeneratedRegex(@"^(sudo\s+)?(apt|apt-get|aptitude)\s+(-\S+\s+)*(install|update|upgrade)\b")]
    private static partial Regex PackageInstall();

    [GeneratedRegex(@"^(npm\s+(ci|install)|yarn\s+install|pnpm\s+install)\b")]
    private static partial Regex NodeInstall();

    [GeneratedRegex(@"^(python3?\s+-m\s+)?pip3?\s+install\s+(?!.*(--no-index|--no-deps))")]
    private static partial Regex PipInstall();

    [GeneratedRegex(@"^composer\s+(install|update)\b")]
    private static partial Regex ComposerInstall();

    [GeneratedRegex(@"^bundle\s+install\b(?!.*--local)")]
    private static partial Regex BundleInstall();
}
