using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What a job must be like, whoever runs it.</summary>
internal static partial class JobRules
{
    private static readonly TimeSpan LongestTimeLimit = TimeSpan.FromHours(24);

    public static void Check(Job job, Findings findings)
    {
        var (plan, at) = (job.Plan, job.DeclaredAt);
        findings.ErrorIf(!JobPlan.IsName(plan.Name), at, "PCI2003", $"the job name '{plan.Name}' is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.");
        findings.ErrorIf(plan.Steps.IsEmpty, at, "PCI2004", $"job '{plan.Name}' has no steps, so it would test nothing; add one with .Sh(\"…\") or .Script(\"…\").");
        CheckNumbers(plan, at, findings);
        CheckTexts(plan, at, findings);
        ServiceRules.Check(job, findings);
    }

    private static void CheckNumbers(JobPlan plan, Place at, Findings findings)
    {
        findings.ErrorIf(
            plan.TimeLimit <= TimeSpan.Zero || plan.TimeLimit > LongestTimeLimit, at, "PCI2006", $"the time limit of job '{plan.Name}' is {plan.TimeLimit}; it must be more than zero and at most 24 hours.", nameof(Job.Timeout));
        findings.ErrorIf(plan.Attempts is < 1 or > 10, at, "PCI2006", $"job '{plan.Name}' has {plan.Attempts} attempts; it must have 1 to 10.", nameof(Job.Attempts));
        findings.ErrorIf(plan.FlakeRetries is < 0 or > 10, at, "PCI2006", $"job '{plan.Name}' retries a failure {plan.FlakeRetries} times; it must be 0 to 10.", nameof(Job.RetryFlakes));
        findings.ErrorIf(
            plan.LeastCoverage is { } least && !(least > 0 && least <= 100), at, "PCI2006", $"job '{plan.Name}' wants {plan.LeastCoverage} % of the lines covered; it must be more than 0 and at most 100.", nameof(Job.Cobertura));
        CheckLimits(plan.Limits, $"job '{plan.Name}'", at, findings);
    }

    private static void CheckTexts(JobPlan plan, Place at, Findings findings)
    {
        foreach (var step in plan.Steps)
        {
            switch (step)
            {
                case ShellStep { Command: var command }:
                    findings.ErrorIf(string.IsNullOrWhiteSpace(command), at, "PCI2009", $"a step of job '{plan.Name}' is an empty command; remove it.", nameof(Job.Sh));
                    break;
                case ScriptStep { Path: var path }:
                    findings.ErrorIf(IsOutside(path), at, "PCI2009", $"job '{plan.Name}' runs the script '{path}'; it must be a path inside the repository, without '..'.", nameof(Job.Script));
                    break;
            }
        }

        VariableRules.Check(plan.Environment, $"job '{plan.Name}'", at, findings);
        CheckSystem(plan.RunsIn, $"job '{plan.Name}'", at, findings);
        foreach (var label in plan.Labels)
        {
            findings.ErrorIf(!JobPlan.IsName(label), at, "PCI2019", $"job '{plan.Name}' wants an executor with the label '{label}'; use letters, digits, '-', '_' and '.'.", nameof(Job.Labels));
        }

        foreach (var glob in plan.Files.Concat(plan.IrrelevantFiles))
        {
            findings.ErrorIf(IsOutside(glob), at, "PCI2012", $"job '{plan.Name}' looks at changes of '{glob}'; write a path from the repository's root, without '..'.", plan.Files.Contains(glob) ? nameof(Job.WhenChanged) : nameof(Job.Irrelevant));
        }

        foreach (var glob in plan.TestReports)
        {
            findings.ErrorIf(
                IsOutside(glob) || glob.StartsWith('!'), at, "PCI2012", $"job '{plan.Name}' reads reports from '{glob}'; write a path from the folder that its steps start in, without '..' and '!'.", plan.ReportFormats.TryGetValue(glob, out var format) ? format.ToString() : nameof(Job.JUnit));
        }

        StepRules.Check(plan, at, findings);
        PathRules.Check(plan, at, findings);
        SecretRules.CheckJob(plan, at, findings);
        NetworkRules.CheckJob(plan, at, findings);
        CheckCaches(plan, at, findings);
        CheckHandover(plan, at, findings);
        CheckWords(plan, at, findings);
    }

    /// <summary>Checks a system that something runs on.</summary>
    public static void CheckSystem(EnvironmentPlan? system, string who, Place at, Findings findings)
    {
        if (system is ImagePlan image)
        {
            findings.ErrorIf(
                !ImageForm().IsMatch(image.Reference), at, "PCI2018",
                $"{who} runs on the image '{image.Reference}'; write its registry, name and digest, as in registry.example.org/ci/go@sha256:…. `skopeo inspect docker://NAME:TAG` tells the digest of a tag.");
        }

        if (system is DebianPlan debian)
        {
            findings.ErrorIf(
                !SuiteForm().IsMatch(debian.Suite), at, "PCI2017",
                $"{who} runs on the Debian release '{debian.Suite}'; write its code name, for example {CodeNameOf(debian.Suite)}.", nameof(Ci.Debian));
            foreach (var package in debian.Packages.Where(package => !PackageForm().IsMatch(package)))
            {
                findings.Error(at, "PCI2017", $"{who} runs on a system with the package '{package}'; write the name of a Debian package, or name=version.");
            }

            findings.ErrorIf(
                debian.LockFile is { } file && IsOutside(file), at, "PCI2020", $"{who} runs on a system as in the lock '{debian.LockFile}'; it must be a path inside the repository, without '..'.");
        }
    }

    private static string CodeNameOf(string number) => number switch
    {
        "11" => "bullseye",
        "13" => "trixie",
        _ => "bookworm",
    };

    /// <summary>Checks limits, of a job or of a service.</summary>
    public static void CheckLimits(ResourceLimits limits, string who, Place at, Findings findings)
    {
        findings.ErrorIf(limits.MemoryBytes < 16 << 20, at, "PCI2006", $"{who} may use {limits.MemoryBytes} bytes of memory; give it 16 MiB or more.", nameof(Job.Limits));
        findings.ErrorIf(limits.Processes < 8, at, "PCI2006", $"{who} may have {limits.Processes} processes; give it 8 or more.", nameof(Job.Limits));
        findings.ErrorIf(!(limits.Cpus > 0), at, "PCI2006", $"{who} may use {limits.Cpus} CPUs; give it more than 0.", nameof(Job.Limits));
        findings.ErrorIf(limits.DiskBytes < 1 << 20, at, "PCI2006", $"{who} may use {limits.DiskBytes} bytes of disk; give it 1 MiB or more.", nameof(Job.Limits));
        findings.ErrorIf(limits.OutputBytes is < 4 << 10 or > 64 << 20, at, "PCI2006", $"{who} may print {limits.OutputBytes} bytes; give it 4 KiB to 64 MiB.", nameof(Job.Limits));
    }

    private static void CheckCaches(JobPlan plan, Place at, Findings findings)
    {
        foreach (var cache in plan.Caches)
        {
            var below = cache.Path.StartsWith(CachePlan.Home, StringComparison.Ordinal) ? cache.Path[CachePlan.Home.Length..] : cache.Path;
            findings.ErrorIf(
                !RelativePath.IsInside(below) || below.StartsWith('~') || below.Any(char.IsControl), at, "PCI2053", $"job '{plan.Name}' keeps the folder '{cache.Path}'; write ~/… for one below its home, or a path from the folder that its steps start in, without '.' and '..'.", nameof(Job.Cache));
            foreach (var glob in cache.KeyFiles.Where(glob => IsOutside(glob) || glob.StartsWith('!')))
            {
                findings.Error(at, "PCI2012", $"the key of the cache '{cache.Path}' of job '{plan.Name}' is of '{glob}'; write a path from the folder that its steps start in, without '..' and '!'.", nameof(Job.Cache));
            }
        }

        foreach (var same in plan.Caches.GroupBy(cache => cache.Path).Where(same => same.Count() > 1))
        {
            findings.Error(at, "PCI2053", $"job '{plan.Name}' keeps the folder '{same.Key}' {same.Count()} times; keep one.", nameof(Job.Cache));
        }
    }

    private static void CheckHandover(JobPlan plan, Place at, Findings findings)
    {
        findings.ErrorIf(
            plan.OnlyIf is { } condition && !JobPlan.IsName(condition.Key),
            at, "PCI2003", $"job '{plan.Name}' runs only if '{plan.OnlyIf?.Job}' returns the key '{plan.OnlyIf?.Key}', which is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.", nameof(Job.OnlyIf));
        foreach (var artifact in plan.Artifacts)
        {
            findings.ErrorIf(!JobPlan.IsName(artifact.Name), at, "PCI2003", $"the artifact name '{artifact.Name}' of job '{plan.Name}' is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.", nameof(Job.Publish));
            foreach (var glob in artifact.Files)
            {
                findings.ErrorIf(
                    IsOutside(glob) || glob.StartsWith('!'), at, "PCI2012", $"job '{plan.Name}' publishes '{glob}'; write a path from the folder that its steps start in, without '..' and '!'.", nameof(Job.Publish));
            }
        }
    }

    private static void CheckWords(JobPlan plan, Place at, Findings findings)
    {
        findings.ErrorIf(plan.Branches.Any(string.IsNullOrWhiteSpace), at, "PCI2015", $"a branch of job '{plan.Name}' is empty; name it, for example .Branches(\"main\").", nameof(Job.Branches));
        findings.ErrorIf(plan.Semaphores.Any(string.IsNullOrWhiteSpace), at, "PCI2015", $"a semaphore of job '{plan.Name}' has no name; give it that of one in site.csx.", nameof(Job.Semaphore));
        findings.ErrorIf(plan.Quarantine is not null && string.IsNullOrWhiteSpace(plan.Quarantine), at, "PCI2015", $"the quarantine of job '{plan.Name}' has no reason; say why, so that somebody can end it.", nameof(Job.Quarantine));
        foreach (var pattern in plan.FailurePatterns)
        {
            if (FindTrouble(pattern) is { } trouble)
            {
                findings.Error(at, "PCI2013", $"the pattern '{pattern}' of job '{plan.Name}' cannot be used: {trouble}", nameof(Job.FailsOn));
            }
        }
    }

    // As the server compiles it: without what needs backtracking, so that no line can hold it up.
    private static string? FindTrouble(string? pattern)
    {
        try
        {
            _ = new Regex(pattern ?? "", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            return string.IsNullOrEmpty(pattern) ? "it is empty and would match every line." : null;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return exception.Message;
        }
    }

    private static bool IsOutside(string path) =>
        string.IsNullOrWhiteSpace(path) || path.StartsWith('/') || path.Split('/').Contains("..");

    [GeneratedRegex(@"^[a-z][a-z0-9.-]*\z")]
    private static partial Regex SuiteForm();

    // Source: Debian Policy 5.6.1 and 5.6.12.
    [GeneratedRegex(@"^[a-z0-9][a-z0-9+.-]*[a-z0-9+](=[A-Za-z0-9.+~:-]+)?\z")]
    private static partial Regex PackageForm();

    // A registry, with a port or not; a name of parts in small letters; a tag, which the digest makes a comment; the digest. Source: OCI distribution specification 1.1, "Pulling manifests".
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?@sha256:[0-9a-f]{64}\z")]
    private static partial Regex ImageForm();
}
