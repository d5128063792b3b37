using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>The queue that a workload is played through.</summary>
internal static class WorkloadRules
{
    public static QueueRules Of(Workload workload, string strategy) => new()
    {
        Name = new QueueName("q"),
        ReusesResults = !workload.IsLinear,
        AllowsOvertaking = !workload.IsLinear,
        Projects = Enumerable.Range(0, workload.Projects)
            .Select(number => new ProjectPlan(new ProjectName($"p{number}")))
            .ToImmutableSortedDictionary(project => project.Name, project => project),
        Pipelines =
        [
            new PipelinePlan
            {
                Name = "gate",
                Manager = PipelineManager.Dependent,
                On = [Trigger.Approved],
                RequiresApproval = true,
                Submits = true,
                Strategy = strategy switch
                {
                    "single" or "serial" => Strategy.Serial,
                    "batch" => Strategy.Batch,
                    "probabilistic" or WorkloadRunner.SpeculateAll => Strategy.Probabilistic,
                    _ => Strategy.Linear,
                },
                Window = strategy == "optimistic" ? new WindowPlan(0) : new WindowPlan(workload.Window, workload.Floor),
                MostInBatch = workload.MostInBatch,
                BuildBudget = workload.Budget ?? workload.Workers,
            },
        ],
    };

    public static JobPlan Job(Workload workload) => new() { Name = "all", FlakeRetries = workload.Flakes > 0 ? 1 : 0 };
}
