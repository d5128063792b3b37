using PluginCi.Model;

namespace PluginCi.Plugin;

/// <summary>How a build ended.</summary>
/// <param name="Result">The result.</param>
/// <param name="Message">One sentence for people: which step, which status, which limit.</param>
/// <param name="Duration">From its first step's start to its end.</param>
public sealed record BuildOutcome(BuildResult Result, string Message, TimeSpan Duration);
