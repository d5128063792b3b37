using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>A stop of merges that the site asks for. The config project is never stopped by it, so that it can be taken away again.</summary>
public sealed record FreezePlan
{
    /// <summary>Its name, unique in the site.</summary>
    public required string Name { get; init; }

    /// <summary>Why; those who wait read it.</summary>
    public required string Reason { get; init; }

    /// <summary>Globs of the names of the projects; empty means all.</summary>
    public ImmutableArray<string> Projects { get; init; } = [];

    /// <summary>Globs of the branches that nothing is merged into; empty means all.</summary>
    public ImmutableArray<string> Branches { get; init; } = [];

    /// <summary>The changes that are merged all the same.</summary>
    public ImmutableArray<FreezeException> Exceptions { get; init; } = [];

    /// <summary>When it begins; null for as soon as the site has it.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When it ends by itself; null for as long as the site has it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Where the site declares it, <c>path(line)</c>.</summary>
    public string DeclaredAt { get; init; } = "";
}
