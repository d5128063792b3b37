namespace PluginCi.Dsl;

/// <summary>A part of a site: a repository, a group, a pipeline, a queue, a semaphore, a freeze, a quota, an environment, who may have a secret, or what may be reached of the network.</summary>
public abstract class SitePart
{
    private protected SitePart()
    {
    }
}
