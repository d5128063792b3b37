using System.Xml;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Puts together what the files say that a build wrote about its tests, and that nobody may trust.</summary>
public static class ReportReader
{
    // More than the largest suites have; a build that makes tests up must not fill the database.
    private const int MostTests = 50_000;
    private const int MostFailed = 1000;

    /// <summary>Reads the reports of a build.</summary>
    /// <param name="job">Its job, which says of which form they are.</param>
    /// <param name="files">The files, in any order.</param>
    /// <returns>What they say, and in sentences what could not be read. Coverage is there only when all its reports were read to their end.</returns>
    public static TestReport Read(JobPlan job, IReadOnlyCollection<ReportFile> files)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(files);
        var tests = new Dictionary<string, TestResult>(StringComparer.Ordinal);
        var coverage = new CoverageCount();
        var problems = new List<string>();
        var formats = files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => (File: file, Format: FormatOf(job, job.TestReports.FirstOrDefault(glob => Glob.IsMatch(glob, file.Path)) ?? ""))).ToArray();
        var isWhole = true;
        foreach (var (file, format) in formats)
        {
            if (FindFault(file, format, tests, coverage) is { } fault)
            {
                problems.Add($"{file.Path} is not read to its end: {fault}");
                isWhole &= !IsOfCoverage(format);
            }
        }

        AddMissing(job, [.. formats.Select(file => file.Format)], problems);
        var failed = tests.Values.Where(test => test.Outcome == TestOutcome.Failed).OrderBy(test => test.Name, StringComparer.Ordinal).ToArray();
        if (failed.Length > MostFailed || tests.Count == MostTests)
        {
            problems.Add($"Of its tests at most {MostTests} are counted, and of the failed ones {MostFailed} listed.");
        }

        return new TestReport([.. failed.Take(MostFailed), .. tests.Values.Where(test => test.Outcome != TestOutcome.Failed)], string.Join(' ', problems))
        {
            Coverage = isWhole && !coverage.IsEmpty ? coverage.ToReport() : null,
        };
    }

    /// <returns>Null when all of it was read.</returns>
    private static string? FindFault(ReportFile file, ReportFormat format, Dictionary<string, TestResult> tests, CoverageCount coverage)
    {
        try
        {
            switch (format)
            {
                case ReportFormat.JUnit:
                    Add(tests, JUnitReader.Read(file.Content));
                    break;
                case ReportFormat.Tap:
                    Add(tests, TapReader.Read(file.Path, file.Content));
                    break;
                case ReportFormat.Trx:
                    Add(tests, TrxReader.Read(file.Content));
                    break;
                case ReportFormat.Cobertura:
                    CoberturaReader.Read(file.Content, coverage);
                    break;
                case ReportFormat.Lcov:
                    LcovReader.Read(file.Content, coverage);
                    break;
            }

            return null;
        }
        catch (Exception exception) when (exception is XmlException or ReportFaultException)
        {
            return exception.Message;
        }
    }

    private static void Add(Dictionary<string, TestResult> tests, IEnumerable<TestResult> more)
    {
        foreach (var test in more.Where(test => tests.Count < MostTests || tests.ContainsKey(test.Name)))
        {
            tests[test.Name] = tests.TryGetValue(test.Name, out var known) ? Worse(known, test) : test;
        }
    }

    private static void AddMissing(JobPlan job, ReportFormat[] found, List<string> problems)
    {
        foreach (var kind in job.TestReports.ToLookup(glob => IsOfCoverage(FormatOf(job, glob))))
        {
            if (!found.Any(format => IsOfCoverage(format) == kind.Key))
            {
                problems.Add($"No {(kind.Key ? "report of coverage" : "test report")} fits {string.Join(", ", kind)}.");
            }
        }
    }

    private static ReportFormat FormatOf(JobPlan job, string glob) => job.ReportFormats.GetValueOrDefault(glob, ReportFormat.JUnit);

    private static bool IsOfCoverage(ReportFormat format) => format is ReportFormat.Cobertura or ReportFormat.Lcov;

    private static TestResult Worse(TestResult one, TestResult other) => (one.Outcome, other.Outcome) switch
    {
        (TestOutcome.Failed, _) => one,
        (_, TestOutcome.Failed) => other,
        (TestOutcome.Passed, _) => one,
        _ => other,
    };
}
