namespace PluginCi.Simulation;

/// <summary>What came of a scenario file.</summary>
/// <param name="File">The file, as it was named or found.</param>
/// <param name="Name">The file's name without folder and ending.</param>
/// <param name="Step">The number of the step that went wrong, from 1; null when nothing did, when the file cannot be played, or when it went wrong at the end.</param>
/// <param name="Message">What went wrong; null when nothing did.</param>
public sealed record ScenarioResult(string File, string Name, int? Step, string? Message)
{
    /// <summary>True when all that was expected came.</summary>
    public bool Ok => Message is null;

    /// <summary>True when it went wrong in what is expected at the end of the file.</summary>
    public bool IsAtTheEnd { get; init; }

    /// <summary>The queues after each step, as text of many lines; empty unless asked for.</summary>
    public string Drawing { get; init; } = "";

    /// <summary>The result as one line: <c>ok NAME</c>, or <c>FAILED NAME: step 4: expected …</c>.</summary>
    /// <returns>The line.</returns>
    public override string ToString() => (Ok, Step, IsAtTheEnd) switch
    {
        (true, _, _) => $"ok {Name}",
        (_, { } step, _) => $"FAILED {Name}: step {step}: {Message}",
        (_, _, true) => $"FAILED {Name}: at the end: {Message}",
        _ => $"FAILED {Name}: {Message}",
    };
}
