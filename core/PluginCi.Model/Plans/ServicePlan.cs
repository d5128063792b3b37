using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>A program that runs beside the steps of a job, in a system of its own, and that only they reach. An executor needs to know nothing more about it.</summary>
public sealed record ServicePlan
{
    /// <summary>What stands in the values of variables for a password that is made for each build.</summary>
    public const string Password = "{password}";

    /// <summary>Its name, unique in its job: small letters, digits and <c>-</c>, beginning with a letter.</summary>
    public required string Name { get; init; }

    /// <summary>The system that it runs in; null for what the executor shows by itself.</summary>
    public EnvironmentPlan? RunsIn { get; init; }

    /// <summary>The command line for <c>/bin/sh -e</c> that is the service until it ends; null for what its image starts.</summary>
    public string? Start { get; init; }

    /// <summary>The TCP port that it listens on, from 1024 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>A command line for <c>/bin/sh -e</c>, run in its system again and again once it listens: when it passes, the service is ready. Null when to listen is to be ready.</summary>
    public string? Ready { get; init; }

    /// <summary>How long it may take until it is ready, up to 10 minutes. Default 60 seconds.</summary>
    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The environment variables that it gets, with <see cref="Password"/> in their values.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The environment variables that the steps of its job get, with <see cref="Password"/> in their values. The job's own variables come before them.</summary>
    public ImmutableSortedDictionary<string, string> Exports { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>True when it starts in a copy of the job's workspace: checkouts and fetched artifacts.</summary>
    public bool SeesWorkspace { get; init; }

    /// <summary>What it may use of the machine, beside what its job may use; of its output what goes past the limit is left out.</summary>
    public ResourceLimits Limits { get; init; } = new() { MemoryBytes = 512 << 20, Processes = 256, DiskBytes = 512 << 20, OutputBytes = 1 << 20 };
}
