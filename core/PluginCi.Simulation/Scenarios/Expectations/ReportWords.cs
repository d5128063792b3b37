using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>The words of scenario files for kinds of reports.</summary>
internal static class ReportWords
{
    public static IReadOnlyDictionary<string, ReportKind> Known { get; } = Enum.GetValues<ReportKind>().ToDictionary(Of);

    public static string Of(ReportKind kind) => kind switch
    {
        ReportKind.Start => "start",
        ReportKind.Success => "success",
        ReportKind.Failure => "failure",
        ReportKind.Conflict => "conflict",
        ReportKind.Refused => "refused",
        ReportKind.Left => "left",
    };
}
