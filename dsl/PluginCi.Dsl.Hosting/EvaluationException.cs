namespace PluginCi.Dsl.Hosting;

/// <summary>Scripts cannot be evaluated on this machine as it is: that is no script's fault. The message says why, and what to do.</summary>
/// <param name="message">The sentences.</param>
/// <param name="inner">What was behind it.</param>
public sealed class EvaluationException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
