using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>A service of a job as the expressions of policies see it.</summary>
internal sealed record ServiceView(string Name, string? Image, string? Debian, string? Start, long Memory, int Processes, double Cpus, long Disk)
{
    public static ServiceView Of(ServicePlan service) => new(
        service.Name,
        (service.RunsIn as ImagePlan)?.Reference,
        (service.RunsIn as DebianPlan)?.Suite,
        service.Start,
        service.Limits.MemoryBytes,
        service.Limits.Processes,
        service.Limits.Cpus,
        service.Limits.DiskBytes);
}
