using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace PluginCi.Gating;

/// <summary>Hashes of all that jobs see with what they are handed: their own inputs, and those of the jobs that they need.</summary>
/// <remarks>A job is frozen before any build runs. So what it is handed is known by what makes it, and <see cref="Reuse"/> keeps a build only with the very
/// builds that it was handed something of.</remarks>
internal sealed class HandedInputs(ImmutableArray<JobCandidate> candidates)
{
    private readonly Dictionary<JobCandidate, string?> _known = new(ReferenceEqualityComparer.Instance);
    private readonly ILookup<string, JobCandidate> _byName = candidates.ToLookup(candidate => candidate.Plan.Name);

    /// <returns>The hash, or null when the job's own inputs are unknown.</returns>
    public string? Of(JobCandidate job)
    {
        if (!_known.TryGetValue(job, out var hash))
        {
            // Jobs that need each other in a circle never start, so what stands for them here does not matter.
            _known[job] = job.Inputs;
            _known[job] = hash = Hash(job);
        }

        return hash;
    }

    private string? Hash(JobCandidate job)
    {
        var needed = job.Plan.Needs.Concat(job.Plan.SoftNeeds).Select(need => Find(job, need)).OfType<JobCandidate>().Select(need => Of(need) ?? "?").ToArray();
        return needed.Length == 0 || job.Inputs is null
            ? job.Inputs
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', needed.Prepend(job.Inputs)))));
    }

    private JobCandidate? Find(JobCandidate asker, string need) =>
        _byName[need].FirstOrDefault(one => one.Scope == asker.Scope && one.Branch == asker.Branch) ?? _byName[need].FirstOrDefault();
}
