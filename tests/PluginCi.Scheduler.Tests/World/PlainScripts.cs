using System.Collections.Immutable;
using System.Threading.Channels;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Scripts without C#: a pipeline is a list of job names, a site a list of projects, either may be a whole plan as JSON, and <c>error</c> is an error.</summary>
internal sealed class PlainScripts : IScripts
{
    private readonly Channel<IReadOnlyList<ImmutableSortedDictionary<string, string>>> _prepared = Channel.CreateUnbounded<IReadOnlyList<ImmutableSortedDictionary<string, string>>>();

    public Task<(Plan? Plan, ImmutableArray<Diagnostic> Diagnostics)> EvaluateProjectAsync(
        ImmutableSortedDictionary<string, string> files, ImmutableArray<string> pipelines, CancellationToken cancellationToken)
    {
        var text = files[".pipeline/pipeline.csx"].Trim();
        return Task.FromResult<(Plan?, ImmutableArray<Diagnostic>)>(
            text == "error" ? (null, [Error(".pipeline/pipeline.csx")]) : (text.StartsWith('{') ? ModelJson.Read<Plan>(text) : new Plan { Jobs = [.. text.Split(' ').Select(Job)] }, []));
    }

    /// <summary>The projects that were evaluated before anybody asked, time by time.</summary>
    public ChannelReader<IReadOnlyList<ImmutableSortedDictionary<string, string>>> Prepared => _prepared.Reader;

    public Task PrepareProjectsAsync(
        IReadOnlyList<ImmutableSortedDictionary<string, string>> projects, ImmutableArray<string> pipelines, CancellationToken cancellationToken)
    {
        _prepared.Writer.TryWrite(projects);
        return Task.CompletedTask;
    }

    public Task<(SitePlan? Site, ImmutableArray<Diagnostic> Diagnostics)> EvaluateSiteAsync(
        ImmutableSortedDictionary<string, string> files, CancellationToken cancellationToken)
    {
        var text = files.GetValueOrDefault("site.csx", "").Trim();
        return Task.FromResult<(SitePlan?, ImmutableArray<Diagnostic>)>(text == "error" ? (null, [Error("site.csx")]) : (text.StartsWith('{') ? ModelJson.Read<SitePlan>(text) : SiteOf(text.Split(' ')), []));
    }

    /// <summary>A policy's expression is the name of the jobs that it holds for, and <c>error</c> an error.</summary>
    public Task<(ImmutableArray<PolicyMatch> Held, ImmutableArray<Diagnostic> Diagnostics)> JudgeAsync(PolicyCase judged, CancellationToken cancellationToken) =>
        Task.FromResult<(ImmutableArray<PolicyMatch>, ImmutableArray<Diagnostic>)>((
            [.. from policy in judged.Policies from job in judged.Jobs where policy.When == job.Name select new PolicyMatch(policy.Name, job.Name)],
            [.. judged.Policies.Where(policy => policy.When == "error").Select(_ => Error("site.csx"))]));

    /// <summary>Every project in one group, with a check and a gate.</summary>
    public static SitePlan SiteOf(params string[] projects) => new()
    {
        Projects = [.. projects.Select(project => new ProjectPlan(new ProjectName(project)))],
        Groups = [new GroupPlan("all", [.. projects.Select(project => new ProjectName(project))], [Job("acceptance") with { Repositories = [.. projects.Select(project => new ProjectName(project))] }])],
        Pipelines =
        [
            new PipelinePlan { Name = "check", Manager = PipelineManager.Independent, On = [Trigger.Patchset] },
            new PipelinePlan { Name = "gate", Manager = PipelineManager.Dependent, On = [Trigger.Approved], RequiresApproval = true, Submits = true, ReportsStart = true },
        ],
    };

    public static JobPlan Job(string name) => new() { Name = name, Steps = [new ShellStep("true")] };

    private static Diagnostic Error(string path) => new(path, 1, 1, DiagnosticSeverity.Error, "PCI0000", "This is an error.");
}
