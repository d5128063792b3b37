using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>Which reports are told to a connection that notifies people, besides to the reporters of the change.</summary>
/// <param name="Connection">The connection's name in <c>pluginci.yaml</c>.</param>
/// <param name="Projects">Globs of the names of the projects; empty means all.</param>
/// <param name="Pipelines">The names of the pipelines; empty means all.</param>
/// <param name="Kinds">What the reports are about, one or more.</param>
public sealed record NotificationRule(string Connection, ImmutableArray<string> Projects, ImmutableArray<string> Pipelines, ImmutableArray<ReportKind> Kinds)
{
    /// <summary>True when a report is told.</summary>
    /// <param name="project">The project that it is about.</param>
    /// <param name="pipeline">The pipeline that reports.</param>
    /// <param name="kind">What it is about.</param>
    /// <returns>Whether it is.</returns>
    public bool IsFor(ProjectName project, string pipeline, ReportKind kind) =>
        Kinds.Contains(kind) && (Pipelines.IsEmpty || Pipelines.Contains(pipeline)) && (Projects.IsEmpty || Projects.Any(glob => Glob.IsMatch(glob, project.Value)));

    /// <summary>What it says, for people; two rules that say the same are the same.</summary>
    /// <returns>For example <c>releases: failure, conflict of mediawiki/* in gate</c>.</returns>
    public string Describe() =>
        $"{Connection}: {string.Join(", ", Kinds.Select(kind => kind.ToString().ToLowerInvariant()))} of {(Projects.IsEmpty ? "all projects" : string.Join(", ", Projects))} in {(Pipelines.IsEmpty ? "all pipelines" : string.Join(", ", Pipelines))}";
}
