using System.Collections.Immutable;

namespace PluginCi.Dsl.Hosting;

/// <summary>Where and how scripts are evaluated.</summary>
public sealed record ScriptEvaluatorOptions
{
    /// <summary>The evaluator's assembly, <c>PluginCi.Dsl.Evaluator.dll</c>, with everything it needs beside it.</summary>
    public required string EvaluatorAssembly { get; init; }

    /// <summary>A folder for plans of scripts that were evaluated before. Made when it is not there; may be emptied at any time.</summary>
    public required string CacheDirectory { get; init; }

    /// <summary>Libraries of recipes that scripts may name besides our own; see <see cref="RecipeLibraries.Find"/>. Default none. They are loaded in the sandbox alone.</summary>
    public ImmutableArray<RecipeLibrary> Libraries { get; init; } = [];

    /// <summary>How long one evaluation may take. Default 20 seconds.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many bytes of memory a script's values may use. Default 256 MiB; 64 MiB or more.</summary>
    public long MemoryBytes { get; init; } = 256L << 20;

    /// <summary>How large a plan may be, in characters of JSON. Default 4 Mi.</summary>
    public int PlanCharacters { get; init; } = 4 << 20;

    /// <summary>How many evaluations run at once. Default: one for each processor.</summary>
    public int Concurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// How many evaluators are started beforehand, once the first script was evaluated: each waits for one script, which it evaluates ten times as fast, and
    /// needs some 100 MB meanwhile. Default 0, for programs that evaluate one script.
    /// </summary>
    public int Warm { get; init; }

    /// <summary>How many plans are remembered; those that were not needed for the longest time are forgotten. Default 20,000; 1 or more.</summary>
    public int CachedPlans { get; init; } = 20_000;
}
