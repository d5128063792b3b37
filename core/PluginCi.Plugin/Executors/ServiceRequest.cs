using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Plugin;

/// <summary>One service to run beside a build. Since contract 1.6.</summary>
/// <param name="Plan">What it runs, and within which limits.</param>
/// <param name="Environment">Every environment variable that it gets but <c>PATH</c>, <c>HOME</c> and the locale, as values: the credentials of this build stand in them.</param>
public sealed record ServiceRequest(ServicePlan Plan, ImmutableSortedDictionary<string, string> Environment);
