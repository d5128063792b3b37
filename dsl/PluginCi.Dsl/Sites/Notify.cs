using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>Who is told of reports besides the review system. A value: every verb gives a new one.</summary>
public sealed class Notify : SitePart
{
    private static readonly ImmutableArray<ReportKind> Usual = [ReportKind.Failure, ReportKind.Conflict, ReportKind.Refused];

    private readonly ImmutableArray<ReportKind>? _kinds;

    internal Notify(string connection, Place declaredAt)
        : this(new NotificationRule(connection, [], [], Usual), null, declaredAt)
    {
    }

    private Notify(NotificationRule plan, ImmutableArray<ReportKind>? kinds, Place declaredAt) => (Plan, _kinds, DeclaredAt) = (plan with { Kinds = kinds ?? Usual }, kinds, declaredAt);

    internal NotificationRule Plan { get; }

    internal Place DeclaredAt { get; }

    /// <summary>Tells of some projects only.</summary>
    /// <param name="projects">Globs of names: <c>*</c> within a folder, <c>**</c> across folders. Default: all projects.</param>
    /// <returns>The rule with these projects added.</returns>
    /// <example><code>Notify("releases").For("mediawiki/*")</code></example>
    public Notify For(params string[] projects) => new(Plan with { Projects = [.. Plan.Projects, .. Texts(projects)] }, _kinds, DeclaredAt);

    /// <summary>Tells of some pipelines only.</summary>
    /// <param name="pipelines">Pipelines of the site. Default: all.</param>
    /// <returns>The rule with these pipelines added.</returns>
    /// <example><code>Notify("releases").For("mediawiki/*").In("gate")</code></example>
    public Notify In(params string[] pipelines) => new(Plan with { Pipelines = [.. Plan.Pipelines, .. Texts(pipelines)] }, _kinds, DeclaredAt);

    /// <summary>Tells of some kinds of reports only.</summary>
    /// <param name="kinds">One or more of <c>ReportKind</c>. Default: <c>Failure</c>, <c>Conflict</c> and <c>Refused</c>.</param>
    /// <returns>The rule for these kinds; said again, it is for more.</returns>
    /// <example><code>Notify("merges").In("gate").On(ReportKind.Success)</code></example>
    public Notify On(params ReportKind[] kinds) => new(Plan, [.. (_kinds ?? []).Union(kinds ?? [])], DeclaredAt);

    private static IEnumerable<string> Texts(string[]? texts) => (texts ?? []).Select(text => text ?? "");
}
