namespace PluginCi.Dsl;

/// <summary>A limit on how many builds use something at once, over all queues and pipelines.</summary>
public sealed class Semaphore : SitePart
{
    internal Semaphore(string name, int count, Place declaredAt)
    {
        Name = name;
        Count = count;
        DeclaredAt = declaredAt;
    }

    internal string Name { get; }

    internal int Count { get; }

    internal Place DeclaredAt { get; }
}
