using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Simulation;

namespace PluginCi.Scheduler.Seeds;

/// <summary>Sites of up to three projects, alone or together, with every strategy.</summary>
internal static class SiteSketches
{
    public const string Gate = "gate";
    public const string Script = ".pipeline/pipeline.csx";

    public static readonly ImmutableArray<ProjectName> Projects = [new("alpha"), new("beta"), new("gamma")];

    public static SitePlan Draw(Dice dice)
    {
        var projects = Projects.Take(dice.Roll(2, 3)).ToImmutableArray();
        var together = dice.Roll(4);
        return new SitePlan
        {
            Projects = [.. projects.Select(project => new ProjectPlan(project) { Queue = together == 1 ? "shared" : null })],
            Groups = together > 1 ? [Group("site", [.. projects.Take(together)])] : [],
            Queues = dice.Chance(50) ? [new QueuePlan("site", AllowsCycles: true), new QueuePlan("shared", AllowsCycles: true)] : [],
            ReusesResults = dice.Chance(70),
            Pipelines =
            [
                new PipelinePlan { Name = "check", Manager = PipelineManager.Independent, On = [Trigger.Patchset, Trigger.Recheck] },
                new PipelinePlan
                {
                    Name = Gate,
                    Manager = PipelineManager.Dependent,
                    On = [Trigger.Approved],
                    RequiresApproval = true,
                    Submits = true,
                    ReportsStart = true,
                    Strategy = (Strategy)dice.Roll(4),
                    Window = new WindowPlan(dice.Roll(1, 5), 1),
                    IsFailFast = dice.Chance(30),
                },
            ],
        };
    }

    /// <summary>The jobs of a project, as its script says.</summary>
    public static string DrawScript(Dice dice)
    {
        var unit = Job("unit") with { FailurePatterns = dice.Chance(50) ? [ModelExecutor.Failing] : [] };
        return ModelJson.Write(new Plan { Jobs = dice.Chance(70) ? [unit] : [Pack, unit with { Needs = [Pack.Name], Fetches = [new FetchPlan(Pack.Name, "package")] }, Job("style") with { IsVoting = false }] });
    }

    private static GroupPlan Group(string name, ImmutableArray<ProjectName> projects) => new(name, projects, [Job("acceptance") with { Repositories = projects }]);

    private static JobPlan Pack => Job("pack") with { Artifacts = [new ArtifactPlan("package", [ModelExecutor.Package])], FlakeRetries = 1 };

    private static JobPlan Job(string name) => PlainScripts.Job(name);
}
