namespace PluginCi.Dsl.Hosting;

/// <summary>What an evaluator said to a request.</summary>
/// <param name="IsTaken">False when it ended before it had read the request: it had not to do with the script.</param>
/// <param name="Response">The response as JSON, or null when it ended without one.</param>
internal sealed record EvaluatorAnswer(bool IsTaken, string? Response);
