using System.Globalization;
using PluginCi.Model;

namespace PluginCi.Plugins;

/// <summary>How executors speak of services, so that one reads the same wherever it runs.</summary>
internal static class ServiceWords
{
    /// <summary>The line that is told of one when it starts.</summary>
    public static string Starts(ServicePlan plan) => $"== starts{(plan.RunsIn is { } system ? $" on {system}" : "")}, port {plan.Port}";

    /// <summary>What became of one that had too little time.</summary>
    /// <param name="plan">The service.</param>
    /// <param name="listens">Whether something listens on its port.</param>
    public static string NotReady(ServicePlan plan, bool listens) =>
        $"was not ready after {plan.ReadyWithin.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} seconds"
        + (listens ? $", as its command '{plan.Ready}' did not pass" : $", as nothing listened on its port {plan.Port}");

    /// <summary>What became of one that did not live to be ready.</summary>
    public static string EndedEarly(int? status) => $"ended{Status(status)} before it was ready";

    /// <summary>What became of one that ended before its build.</summary>
    public static string HadEnded(int? status) => $"had ended{Status(status)} before that";

    /// <summary>What became of one that runs and does not listen.</summary>
    public static string DoesNotListen(ServicePlan plan) => $"did not listen on its port {plan.Port} any more";

    /// <summary>A sentence about what became of one, and why as far as that is known.</summary>
    /// <param name="plan">The service.</param>
    /// <param name="what">What became of it.</param>
    /// <param name="complaints">What kept it from starting, in the words of what should have started it; empty for nothing.</param>
    /// <param name="last">Its last lines; empty when it printed nothing.</param>
    public static string Trouble(ServicePlan plan, string what, string complaints, string last) =>
        $"Service '{plan.Name}' {what}. {(complaints.Length > 0 ? complaints : last.Length == 0 ? "It printed nothing." : $"Its last lines: {last}")}";

    private static string Status(int? status) => status is { } number ? string.Create(CultureInfo.InvariantCulture, $" with status {number}") : "";
}
