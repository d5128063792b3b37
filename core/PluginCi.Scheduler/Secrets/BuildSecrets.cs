using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>The secrets of one build: their values while it runs, and what hides them in what it tells.</summary>
public sealed class BuildSecrets
{
    private readonly ImmutableSortedDictionary<string, string> _variables;

    private BuildSecrets(ImmutableSortedDictionary<string, string> variables)
    {
        _variables = variables;
        Mask = variables.IsEmpty ? SecretMask.None : new SecretMask(variables.Values);
    }

    /// <summary>Those of a build that has none.</summary>
    public static BuildSecrets None { get; } = new(ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>Hides the values.</summary>
    public SecretMask Mask { get; }

    /// <summary>Reads those that a job names. Whoever calls this has looked whether the build may have them.</summary>
    /// <param name="job">The job.</param>
    /// <param name="references">Where the values are.</param>
    /// <param name="whatToDo">How one that is missing is given, as the end of a message.</param>
    /// <returns>The secrets.</returns>
    /// <exception cref="SecretException">One is not to be had.</exception>
    public static BuildSecrets Read(JobPlan job, ImmutableSortedDictionary<string, SecretReference> references, Func<string, string> whatToDo)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(whatToDo);
        return job.Secrets.IsEmpty ? None : new BuildSecrets(job.Secrets.ToImmutableSortedDictionary(
            secret => secret.Key,
            secret => references.TryGetValue(secret.Value, out var reference)
                ? reference.Read(secret.Value)
                : throw new SecretException($"Job {job.Name} wants the secret '{secret.Value}', which is not known here. {whatToDo(secret.Value)}")));
    }

    /// <summary>Gives them to a build, instead of anything else in these variables.</summary>
    /// <param name="request">The build.</param>
    /// <returns>The build with its secrets.</returns>
    public BuildRequest AddTo(BuildRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request with { Environment = request.Environment.SetItems(_variables) };
    }
}
