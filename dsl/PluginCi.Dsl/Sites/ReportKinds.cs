using System.Diagnostics.CodeAnalysis;

namespace PluginCi.Dsl;

/// <summary>What reports are about: <c>ReportKind.Failure</c>.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Scripts reach them by the property Ci.ReportKind; the type of that name would need a using of its own in every script.")]
public sealed class ReportKinds
{
    internal ReportKinds()
    {
    }

    /// <summary>Builds are about to start. Only pipelines with <c>.ReportStart()</c> say so.</summary>
    /// <example><code>Notify("deploys").In("deploy").On(ReportKind.Start)</code></example>
    public Model.ReportKind Start => Model.ReportKind.Start;

    /// <summary>All voting builds passed, and where the pipeline merges, the change was merged.</summary>
    /// <example><code>Notify("merges").In("gate").On(ReportKind.Success)</code></example>
    public Model.ReportKind Success => Model.ReportKind.Success;

    /// <summary>A voting build failed, or a script has errors.</summary>
    /// <example><code>Notify("releases").In("gate").On(ReportKind.Failure)</code></example>
    public Model.ReportKind Failure => Model.ReportKind.Failure;

    /// <summary>A change cannot be merged with what is ahead of it.</summary>
    /// <example><code>Notify("releases").In("gate").On(ReportKind.Conflict)</code></example>
    public Model.ReportKind Conflict => Model.ReportKind.Conflict;

    /// <summary>A change cannot enter, or the review system did not let it be merged.</summary>
    /// <example><code>Notify("releases").In("gate").On(ReportKind.Refused)</code></example>
    public Model.ReportKind Refused => Model.ReportKind.Refused;

    /// <summary>A change left before its builds ended: abandoned, updated, unapproved, frozen, or merged by somebody.</summary>
    /// <example><code>Notify("releases").In("gate").On(ReportKind.Left)</code></example>
    public Model.ReportKind Left => Model.ReportKind.Left;
}
