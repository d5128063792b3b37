namespace PluginCi.Dsl;

/// <summary>A part of a site: a repository, a group, a pipeline, a queue or a semaphore.</summary>
public abstract class SitePart
{
    private protected SitePart()
    {
    }
}
