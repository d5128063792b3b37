using System.Collections.Immutable;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>The images that the containers of a build are made of.</summary>
/// <param name="Steps">That of its steps, and of what brings its files.</param>
/// <param name="Services">Those of its services, in the order of the job.</param>
/// <param name="Relay">That of its way to the network, where it has one.</param>
internal sealed record BuildImages(ContainerImage Steps, ImmutableArray<ContainerImage> Services, ContainerImage Relay)
{
    /// <summary>True when we made any of them.</summary>
    public bool HaveOurs => Steps.Root is not null || Services.Any(image => image.Root is not null);

    /// <summary>The image of a container.</summary>
    public ContainerImage Of(string container) => container == PodMaker.Relay ? Relay : Services.Where((_, index) => PodMaker.NameOfService(index) == container).FirstOrDefault(Steps);
}
