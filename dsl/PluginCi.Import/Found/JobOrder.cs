using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>Puts jobs in an order in which each comes after those that it needs, and makes what they need fit the pipelines that they run in.</summary>
internal static class JobOrder
{
    /// <summary>The jobs that can be written, in order.</summary>
    public static ImmutableArray<FoundJob> Sort(ImmutableArray<FoundJob> jobs, Notes notes)
    {
        var known = jobs.ToDictionary(job => job.Name);
        var (done, way) = (new List<FoundJob>(), new HashSet<string>());
        foreach (var job in jobs)
        {
            Add(job, known, done, way, notes);
        }

        return [.. done.Select(job => job with { Needs = [.. job.Needs.Select(need => Fit(job, need, known[need.Job], notes))] })];
    }

    private static void Add(FoundJob job, Dictionary<string, FoundJob> known, List<FoundJob> done, HashSet<string> way, Notes notes)
    {
        if (!way.Add(job.Name))
        {
            return;
        }

        var kept = ImmutableArray.CreateBuilder<FoundNeed>();
        foreach (var need in job.Needs.DistinctBy(need => need.Job).Where(need => known.ContainsKey(need.Job)))
        {
            Add(known[need.Job], known, done, way, notes);
            if (done.Exists(other => other.Name == need.Job))
            {
                kept.Add(need);
            }
            else
            {
                notes.NeedsPerson(job.File, job.At, job.Origin, $"the job and '{need.Job}' need each other in a circle; this need is left out");
            }
        }

        done.Add(job with { Needs = kept.ToImmutable() });
    }

    private static FoundNeed Fit(FoundJob job, FoundNeed need, FoundJob other, Notes notes)
    {
        if (need.Fetches && (other.Matrix is not null || other.Artifacts.IsEmpty))
        {
            if (!other.Artifacts.IsEmpty)
            {
                notes.NeedsPerson(job.File, job.At, job.Origin, $"the artifacts of '{need.Job}', which runs several times, are not fetched; say .Fetch(…) with the one job that is meant");
            }

            need = need with { Fetches = false };
        }

        var isThere = (other.Pipelines.IsEmpty || (!job.Pipelines.IsEmpty && job.Pipelines.All(other.Pipelines.Contains)))
            && (other.WhenChanged.IsEmpty || other.WhenChanged.SequenceEqual(job.WhenChanged))
            && (other.Branches.IsEmpty || other.Branches.SequenceEqual(job.Branches));
        if (!isThere && need.Fetches)
        {
            notes.NeedsPerson(job.File, job.At, job.Origin, $"the artifacts of '{need.Job}' are not fetched, as that does not run whenever this job does; say .Fetch(…) where it has to");
        }

        return isThere ? need : need with { IsSoft = true, Fetches = false };
    }
}
