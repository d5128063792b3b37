using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>What holds for the jobs of repositories, whatever their scripts say. The site's own jobs, of templates and groups, are not asked.</summary>
public sealed record PolicyPlan
{
    /// <summary>Its name, unique in the site.</summary>
    public required string Name { get; init; }

    /// <summary>Globs of the names of the projects; empty means all.</summary>
    public ImmutableArray<string> Projects { get; init; } = [];

    /// <summary>An expression in JavaScript that says for which jobs it holds; null for all. One that fails holds for none and is an error.</summary>
    public string? When { get; init; }

    /// <summary>Why such a job is refused; null where it is not.</summary>
    public string? Refusal { get; init; }

    /// <summary>How long such a job may run at most; null where it does not matter.</summary>
    public TimeSpan? MostTime { get; init; }

    /// <summary>The most memory in bytes; null where it does not matter.</summary>
    public long? MostMemoryBytes { get; init; }

    /// <summary>The most processes; null where it does not matter.</summary>
    public int? MostProcesses { get; init; }

    /// <summary>The most CPUs; null where it does not matter.</summary>
    public double? MostCpus { get; init; }

    /// <summary>The most bytes on disk; null where it does not matter.</summary>
    public long? MostDiskBytes { get; init; }

    /// <summary>Environment variables that such a job gets. It may not set them otherwise.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Where the site declares it, <c>path(line)</c>.</summary>
    public string DeclaredAt { get; init; } = "";
}
