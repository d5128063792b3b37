namespace PluginCi.Simulation;

/// <summary>Something that must hold at a moment of a scenario.</summary>
internal abstract record Expectation
{
    /// <summary>Looks whether it holds.</summary>
    /// <param name="play">The scenario as far as it was played.</param>
    /// <returns>Null when it does; else what was expected and what was found instead, as one sentence without a full stop.</returns>
    public abstract string? FindFault(Play play);

    /// <summary>The texts of a list as files write it.</summary>
    protected static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts)}]";

    protected static string? Compare(bool holds, string what, object expected, object found) => holds ? null : $"expected {what} {expected}, was {found}";
}
