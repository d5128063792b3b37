using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>The steps that a file gives a job in place of those of its type.</summary>
/// <param name="Job">The job's name.</param>
/// <param name="Lines">Its command lines; none leaves the job out.</param>
public sealed record OwnCommands(OwnText Job, ImmutableArray<string> Lines);
