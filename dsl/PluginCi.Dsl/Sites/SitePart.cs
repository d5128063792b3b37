namespace PluginCi.Dsl;

/// <summary>A part of a site: a repository, a group or a pipeline.</summary>
public abstract class SitePart
{
    private protected SitePart()
    {
    }
}
