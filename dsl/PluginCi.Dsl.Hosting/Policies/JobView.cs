using System.Collections.Immutable;
using System.Text.Json;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>A job as the expressions of policies see it. What is here stays: sites rely on it. docs/reference/enforcement.md lists it.</summary>
internal sealed record JobView
{
    public static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    public required string Name { get; init; }

    public required string Stage { get; init; }

    public required ImmutableArray<string> Pipelines { get; init; }

    public required ImmutableArray<string> Branches { get; init; }

    public required ImmutableArray<string> Files { get; init; }

    public required ImmutableArray<string> IrrelevantFiles { get; init; }

    public required ImmutableArray<string> Needs { get; init; }

    public required ImmutableArray<string> SoftNeeds { get; init; }

    /// <summary>The command lines, the paths of scripts, and what is done with images as people read it, in their order.</summary>
    public required ImmutableArray<string> Steps { get; init; }

    /// <summary>The images of registries that images of the job are made of.</summary>
    public required ImmutableArray<string> Bases { get; init; }

    public required ImmutableSortedDictionary<string, string> Env { get; init; }

    /// <summary>The names of the secrets, and not those of the variables that hold them.</summary>
    public required ImmutableArray<string> Secrets { get; init; }

    public required string? Image { get; init; }

    public required string? Debian { get; init; }

    public required ImmutableArray<string> Packages { get; init; }

    public required double Minutes { get; init; }

    public required long Memory { get; init; }

    public required int Processes { get; init; }

    public required double Cpus { get; init; }

    public required long Disk { get; init; }

    public required bool Voting { get; init; }

    public required string? Quarantine { get; init; }

    public required int Attempts { get; init; }

    public required int RetryFlakes { get; init; }

    public required ImmutableArray<string> Network { get; init; }

    public required ImmutableArray<string> Dependencies { get; init; }

    public required ImmutableArray<string> Caches { get; init; }

    public required ImmutableArray<string> Labels { get; init; }

    public required ImmutableArray<string> Semaphores { get; init; }

    public required ImmutableArray<string> Artifacts { get; init; }

    public required ImmutableArray<ServiceView> Services { get; init; }

    public static JobView Of(JobPlan job) => new()
    {
        Name = job.Name,
        Stage = job.Stage.ToString().ToLowerInvariant(),
        Pipelines = job.Pipelines,
        Branches = job.Branches,
        Files = job.Files,
        IrrelevantFiles = job.IrrelevantFiles,
        Needs = job.Needs,
        SoftNeeds = job.SoftNeeds,
        Steps = [.. job.Steps.Select(step => step switch { ShellStep shell => shell.Command, ScriptStep script => script.Path, ImageStep image => image.Title, _ => "" })],
        Bases = [.. job.Steps.OfType<ImageStep>().SelectMany(step => step.Bases).Distinct()],
        Env = job.Environment,
        Secrets = [.. job.Secrets.Values.Distinct()],
        Image = (job.RunsIn as ImagePlan)?.Reference,
        Debian = (job.RunsIn as DebianPlan)?.Suite,
        Packages = (job.RunsIn as DebianPlan)?.Packages ?? [],
        Minutes = job.TimeLimit.TotalMinutes,
        Memory = job.Limits.MemoryBytes,
        Processes = job.Limits.Processes,
        Cpus = job.Limits.Cpus,
        Disk = job.Limits.DiskBytes,
        Voting = job.IsVoting,
        Quarantine = job.Quarantine,
        Attempts = job.Attempts,
        RetryFlakes = job.FlakeRetries,
        Network = job.Network,
        Dependencies = job.Dependencies,
        Caches = [.. job.Caches.Select(cache => cache.Path)],
        Labels = job.Labels,
        Semaphores = job.Semaphores,
        Artifacts = [.. job.Artifacts.Select(artifact => artifact.Name)],
        Services = [.. job.Services.Select(ServiceView.Of)],
    };
}
