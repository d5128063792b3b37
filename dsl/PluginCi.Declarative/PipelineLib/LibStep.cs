namespace PluginCi.Declarative;

/// <summary>One step of a stage, in its long form with all defaults.</summary>
/// <param name="Action">The key of the file: build, run, copy, publish, promote, deploy, exports or trigger.</param>
/// <param name="Config">What it is to do, with variables; of <c>copy</c> and <c>promote</c> a list, or what <c>$each</c> or <c>$merge</c> stand for, else a map.</param>
internal sealed record LibStep(string Action, Node Config);
