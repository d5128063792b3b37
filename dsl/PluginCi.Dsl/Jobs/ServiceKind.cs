using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>A program that the language knows how to run as a service, by version from Debian.</summary>
/// <param name="Name">The name that services of it have when they are given none.</param>
/// <param name="Port">The port that they listen on where it is free.</param>
/// <param name="Systems">Its versions, each with the release of Debian that has it and the packages.</param>
/// <param name="Start">Runs it, with <c>PORT</c> and <c>PASSWORD</c> in the environment and an empty folder to start in.</param>
internal sealed record ServiceKind(string Name, int Port, ImmutableSortedDictionary<string, DebianPlan> Systems, string Start)
{
    /// <summary>Passes when it takes connections; null when to listen is enough.</summary>
    public string? Ready { get; init; }

    /// <summary>More of what steps are told about it, by the end of the variable's name: <c>USER</c>, <c>DATABASE</c>, <c>URL</c>; with <c>{port}</c> and <c>{password}</c>.</summary>
    public ImmutableSortedDictionary<string, string> Facts { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The variables that its own clients read, for a service that has the kind's name.</summary>
    public ImmutableSortedDictionary<string, string> Native { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
