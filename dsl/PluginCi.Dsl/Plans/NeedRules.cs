namespace PluginCi.Dsl;

/// <summary>What jobs may need of each other.</summary>
internal static class NeedRules
{
    /// <summary>Checks all jobs of a project or of one group.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="owner">Who returns them, for messages, for example <c>the project</c>.</param>
    /// <param name="place">What to add a missing one to, for example <c>a stage of Project(…)</c>.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static void Check(IReadOnlyCollection<Job> jobs, string owner, string place, Findings findings)
    {
        foreach (var job in jobs)
        {
            foreach (var need in job.Needs.Concat(job.SoftNeeds).Where(need => jobs.All(other => other.Plan.Name != need.Plan.Name)))
            {
                findings.Error(job.DeclaredAt, "PCI2005", $"job '{job.Plan.Name}' needs job '{need.Plan.Name}', which {owner} does not return; add it to {place}.{Nearest.Question(need.Plan.Name, jobs.Select(other => other.Plan.Name))}", job.Needs.Contains(need) ? nameof(Job.After) : nameof(Job.SoftAfter));
            }
        }

        foreach (var (job, fetch, maker) in jobs.SelectMany(job => job.Plan.Fetches.Select(fetch => (job, fetch, maker: jobs.FirstOrDefault(other => other.Plan.Name == fetch.Job)))))
        {
            findings.ErrorIf(
                maker is not null && maker.Plan.Artifacts.All(artifact => artifact.Name != fetch.Artifact), job.DeclaredAt, "PCI2016", $"job '{job.Plan.Name}' fetches artifact '{fetch.Artifact}' of job '{fetch.Job}', which {Published(maker)}.{Nearest.Question(fetch.Artifact, maker?.Plan.Artifacts.Select(artifact => artifact.Name) ?? [])}", nameof(Job.Fetch));
        }

        foreach (var job in jobs)
        {
            CheckOverwriting(job, jobs, findings);
        }

        // Values cannot refer to themselves, but two values may have one name.
        if (FindCircle(jobs) is { } circle)
        {
            findings.Error(circle[0].DeclaredAt, "PCI2014", $"these jobs need each other in a circle, so none could start: {string.Join(" → ", circle.Append(circle[0]).Select(job => job.Plan.Name))}.");
        }
    }

    private static void CheckOverwriting(Job job, IReadOnlyCollection<Job> jobs, Findings findings)
    {
        var fetched = job.Plan.Fetches.SelectMany(fetch => jobs.Where(maker => maker.Plan.Name == fetch.Job)
            .SelectMany(maker => maker.Plan.Artifacts.Where(artifact => artifact.Name == fetch.Artifact))
            .SelectMany(artifact => artifact.Files.Where(IsOneFile).Distinct().Select(file => (File: file, fetch.Job))));
        foreach (var same in fetched.Distinct().GroupBy(one => one.File).Where(same => same.Count() > 1))
        {
            findings.Error(
                job.DeclaredAt, "PCI2034", $"job '{job.Plan.Name}' fetches the file '{same.Key}' of {string.Join(" and of ", same.Select(one => $"'{one.Job}'"))}, and one would overwrite the other; let each publish it in a folder of its own.", nameof(Job.Fetch));
        }
    }

    private static bool IsOneFile(string glob) => glob.All(letter => letter is not ('*' or '?' or '[' or '{'));

    private static string Published(Job? maker) => maker is null or { Plan.Artifacts.IsEmpty: true }
        ? "publishes nothing; add .Publish(\"…\", name: \"…\") to it"
        : $"publishes only {string.Join(", ", maker.Plan.Artifacts.Select(artifact => $"'{artifact.Name}'"))}";

    private static List<Job>? FindCircle(IReadOnlyCollection<Job> jobs)
    {
        var byName = jobs.GroupBy(job => job.Plan.Name).ToDictionary(same => same.Key, same => same.First());
        var done = new HashSet<string>();
        return byName.Values.Select(job => FindCircle(job, byName, [], done)).FirstOrDefault(circle => circle is not null);
    }

    private static List<Job>? FindCircle(Job job, Dictionary<string, Job> byName, List<Job> way, HashSet<string> done)
    {
        var seen = way.FindIndex(other => other.Plan.Name == job.Plan.Name);
        if (seen >= 0)
        {
            return way[seen..];
        }

        if (!done.Contains(job.Plan.Name))
        {
            way.Add(job);
            var needs = job.Needs.Concat(job.SoftNeeds).Select(need => byName.GetValueOrDefault(need.Plan.Name)).OfType<Job>();
            if (needs.Select(need => FindCircle(need, byName, way, done)).FirstOrDefault(circle => circle is not null) is { } circle)
            {
                return circle;
            }

            way.RemoveAt(way.Count - 1);
            done.Add(job.Plan.Name);
        }

        return null;
    }
}
