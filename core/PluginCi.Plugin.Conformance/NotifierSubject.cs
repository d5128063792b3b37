using System.Collections.Immutable;

namespace PluginCi.Plugin.Conformance;

/// <summary>A notifier to check, and those whom it tells: a real receiver under the control of the tests.</summary>
/// <param name="Notifier">The notifier.</param>
/// <param name="ReadMessages">What people have seen so far, oldest first, each message as text: what came twice by one key they have seen once.</param>
/// <param name="SetAway">Makes the receiver as if it was not there, or there again.</param>
/// <param name="SetSilent">Makes the receiver take what comes and never answer, or answer again.</param>
public sealed record NotifierSubject(INotifier Notifier, Func<Task<ImmutableArray<string>>> ReadMessages, Func<bool, Task> SetAway, Func<bool, Task> SetSilent)
{
    /// <summary>How long any one call may take before the check fails. Default half a minute, as the server waits.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);
}
