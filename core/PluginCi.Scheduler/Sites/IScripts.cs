using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Evaluates pipeline scripts. The seam between the scheduler and the sandboxed evaluator.</summary>
public interface IScripts
{
    /// <summary>Evaluates a project's pipeline.</summary>
    /// <param name="files">The files below <c>.pipeline/</c>, by path from the repository's root.</param>
    /// <param name="pipelines">The pipelines of the site.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The plan, or null with at least one error.</returns>
    Task<(Plan? Plan, ImmutableArray<Diagnostic> Diagnostics)> EvaluateProjectAsync(
        ImmutableSortedDictionary<string, string> files, ImmutableArray<string> pipelines, CancellationToken cancellationToken);

    /// <summary>Evaluates the config project's <c>site.csx</c>.</summary>
    /// <param name="files">The file <c>site.csx</c> and those below <c>.pipeline/</c>, by path from the repository's root.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The site, or null with at least one error.</returns>
    Task<(SitePlan? Site, ImmutableArray<Diagnostic> Diagnostics)> EvaluateSiteAsync(
        ImmutableSortedDictionary<string, string> files, CancellationToken cancellationToken);

    /// <summary>Asks which policies of a site hold for which jobs.</summary>
    /// <param name="judged">The jobs and the policies.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The policies that hold; errors where one could not be asked, and then the jobs must not run.</returns>
    Task<(ImmutableArray<PolicyMatch> Held, ImmutableArray<Diagnostic> Diagnostics)> JudgeAsync(PolicyCase judged, CancellationToken cancellationToken);

    /// <summary>Evaluates the pipelines of many projects as they were merged, so that each is known when it is asked for. Several may share a process.</summary>
    /// <param name="projects">Of each project the files below <c>.pipeline/</c>, by path from the repository's root.</param>
    /// <param name="pipelines">The pipelines of the site.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When all are known; what is wrong with them is told when they are asked for.</returns>
    Task PrepareProjectsAsync(IReadOnlyList<ImmutableSortedDictionary<string, string>> projects, ImmutableArray<string> pipelines, CancellationToken cancellationToken);
}
