using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Makes a job of a script from a job of a workflow.</summary>
/// <param name="variables">The variables of the workflow.</param>
/// <param name="folder">The folder that its command lines start in; null for the repository's root.</param>
/// <param name="notes">Takes what becomes of its keys.</param>
internal sealed class GitHubJobReader(ImmutableArray<(string Name, Node Value)> variables, string? folder, Notes notes)
{
    private static readonly (string Key, string Text)[] ForPeople =
    [
        ("environment", "deployments are not part of builds: they have no credentials. Decide what deploys"),
        ("outputs", "jobs tell others by the JSON file that $PLUGINCI_RETURN names; see docs/reference/dsl.md"),
        ("secrets", "builds have no secrets yet"),
    ];

    /// <summary>The job for the script; null where it runs nothing that is known.</summary>
    /// <param name="entry">The job in the file.</param>
    /// <param name="name">The name that it gets.</param>
    /// <param name="plan">When its workflow runs.</param>
    /// <returns>The job, when it runs, and whether it fetches artifacts of those that it needs.</returns>
    public (FoundJob Job, RunPlan Plan, bool Fetches)? Read(MapEntry entry, string name, RunPlan plan)
    {
        var map = (MapNode)entry.Value;
        var keys = new Keys(map, entry.Key, notes);
        keys.Take("name");
        keys.Take("needs");
        foreach (var (key, text) in ForPeople)
        {
            keys.NeedPerson(key, text);
        }

        keys.Approximate("permissions", "builds have no token of the review system, and so no permissions");
        if (keys.Take("uses") is not null || keys.Take("steps") is not ListNode steps)
        {
            keys.Take("with");
            notes.NeedsPerson(map.File, entry.At, entry.Key, "it is a workflow of another file; what its jobs do belongs into this script. It is left out");
            keys.End();
            return null;
        }

        plan = Narrow(keys, plan);
        var matrix = GitHubMatrix.Read(keys, entry.Key);
        var put = new GitHubText(matrix, entry.Key, notes);
        matrix = Machines(keys, put, matrix);
        var job = Options(new FoundJob { Name = name, Origin = entry.Key, File = map.File, At = entry.At }, keys);
        job = job with { Services = Services(keys) };
        var actions = new GitHubActions(put, entry.Key, notes);
        var reader = new GitHubSteps(actions, put, entry.Key, notes);
        var own = (keys.Take("defaults") as MapNode)?.Map("run")?["working-directory"] is { } there ? put.Put(there) : folder;
        job = reader.Read(job, steps, plan.Runs, own);
        var (system, fuller) = System(keys, put, actions, matrix);
        var all = variables.Concat(((keys.Take("env") as MapNode)?.Entries ?? []).Select(pair => (pair.Key, pair.Value)));
        var commands = new JobCommands { Groups = reader.Groups, Variables = [.. all.Select(pair => (pair.Item1, put.Put(pair.Item2)))], Predefined = GitHubWords.Find };
        keys.End();
        job = JobBuilder.Build(job with { Matrix = fuller is null ? null : MatrixNames.WithNames(fuller), Caches = [.. job.Caches.DistinctBy(cache => cache.Folder)] }, system, commands, notes);
        return (job, plan, actions.Fetches);
    }

    private static RunPlan Narrow(Keys keys, RunPlan plan)
    {
        if (keys.Take("if") is not ScalarNode { Value: var condition })
        {
            return plan;
        }

        var holds = plan.Runs.ToDictionary(occasion => occasion, occasion => GitHubCondition.Holds(condition, occasion));
        if (holds.Values.Any(told => told is null))
        {
            keys.Approximate("if", $"'{condition}' depends on what only GitHub knows; the job runs as though it held");
        }

        return plan with { Runs = [.. holds.Where(told => told.Value is not false).Select(told => told.Key)] };
    }

    private static FoundJob Options(FoundJob job, Keys keys)
    {
        if (keys.TakeText("timeout-minutes") is { } text)
        {
            var isTime = double.TryParse(text, global::System.Globalization.CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and <= 1440;
            job = job with { Timeout = TimeSpan.FromMinutes(isTime ? minutes : 1440) };
            if (!isTime)
            {
                keys.NeedPerson("timeout-minutes", $"'{text}' is no time of at most 24 hours; the job has these");
            }
        }

        if (keys.Take("continue-on-error") is { } may)
        {
            job = job with { IsVoting = may is ScalarNode { IsOn: false } };
        }

        if (keys.Take("concurrency") is not null)
        {
            keys.Approximate("concurrency", "builds of an outdated patchset are ended; .Semaphore(…) keeps jobs apart that must not run at once");
        }

        return job;
    }

    private static FoundMatrix? Machines(Keys keys, GitHubText put, FoundMatrix? matrix)
    {
        var machine = put.Put(keys.Take("runs-on"));
        if (matrix is not null && matrix.Names.FirstOrDefault(column => machine == FoundMatrix.Mark(column)) is { } column)
        {
            var index = matrix.Names.IndexOf(column);
            ImmutableArray<ImmutableArray<string>> linux = [.. matrix.Rows.Where(row => IsLinux(row[index]))];
            if (linux.Length < matrix.Rows.Length)
            {
                keys.NeedPerson("runs-on", $"jobs on {string.Join(", ", matrix.Rows.Select(row => row[index]).Where(name => !IsLinux(name)).Distinct())} are left out; an executor by ssh can be such a machine, and jobs ask for it by .Labels(…)");
            }
            else
            {
                keys.Approximate("runs-on", "Debian stands for the machines, for each value");
            }

            return linux.IsEmpty ? null : matrix with { Rows = linux };
        }

        if (IsLinux(machine))
        {
            keys.Approximate("runs-on", $"Debian {FoundSystem.UsualRelease} stands for '{machine}', with the packages that the command lines need");
        }
        else
        {
            keys.NeedPerson("runs-on", "the job is on Debian; an executor by ssh can be another machine, and jobs ask for it by .Labels(…)");
        }

        return matrix;
    }

    private static bool IsLinux(string machine) => machine.StartsWith("ubuntu-", StringComparison.Ordinal);

    private static (KnownSystem System, FoundMatrix? Matrix) System(Keys keys, GitHubText put, GitHubActions actions, FoundMatrix? matrix)
    {
        var container = keys.Take("container");
        var named = container is MapNode map ? map["image"] : container;
        if (named is not null)
        {
            var (found, with) = MatrixSystems.Find(matrix, put.Put(named), Images.Find);
            Tell(keys, "container", found);
            return (found, with);
        }

        var usual = new KnownSystem(new FoundSystem(null, FoundSystem.UsualRelease, ["ca-certificates", "git"], "linux"), [], ImportOutcome.Approximated, "");
        if (actions.Languages.Count == 0)
        {
            return (usual, matrix);
        }

        var (language, version, at) = actions.Languages[0];
        var (system, fuller) = MatrixSystems.Find(matrix, version, each => Images.Of(language, each, $"{at.Value} {each}".Trim()));
        keys.Notes.Approximated(at.File, at.At, "uses", system.Text);
        foreach (var (other, wanted, there) in actions.Languages.Skip(1))
        {
            system = system with { System = system.System.With(other.Packages), Registries = [.. system.Registries.Union(other.Registries)] };
            keys.Notes.Approximated(there.File, there.At, "uses", $"{other.Name} has the version of the same release of Debian, whatever '{wanted}' says");
        }

        return (system with { System = system.System.With(["ca-certificates"]) }, fuller);
    }

    private static void Tell(Keys keys, string key, KnownSystem system)
    {
        if (system.Outcome == ImportOutcome.NeedsPerson)
        {
            keys.NeedPerson(key, system.Text);
        }
        else if (system.Outcome == ImportOutcome.Approximated)
        {
            keys.Approximate(key, system.Text);
        }
    }

    private ImmutableArray<FoundService> Services(Keys keys)
    {
        var services = ImmutableArray.CreateBuilder<FoundService>();
        foreach (var entry in (keys.Take("services") as MapNode)?.Entries ?? [])
        {
            var image = (entry.Value as MapNode)?.Text("image") ?? "";
            if (KnownServices.Find(image) is var (service, difference) && services.All(other => other.Kind != service.Kind))
            {
                notes.Approximated(entry.Value.File, entry.At, $"services.{entry.Key}", difference);
                services.Add(service);
            }
            else
            {
                notes.NeedsPerson(entry.Value.File, entry.At, $"services.{entry.Key}", $"the service '{image}' is not known, or is the second of its kind; write Service.Image(\"…@sha256:…\", port: …)");
            }
        }

        return services.ToImmutable();
    }
}
