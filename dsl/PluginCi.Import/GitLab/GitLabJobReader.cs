using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Makes a job of a script from a job of GitLab.</summary>
/// <param name="globals">The variables of all jobs.</param>
/// <param name="notes">Takes what becomes of its keys.</param>
internal sealed partial class GitLabJobReader(ImmutableArray<(string Name, string Value)> globals, Notes notes)
{
    private static readonly string[] Scripts = ["before_script", "script", "after_script"];

    private static readonly (string Key, string Text)[] ForPeople =
    [
        ("coverage", "coverage is not read from output"),
        ("environment", "deployments are not part of builds: they have no credentials, and no history of environments is kept. Decide what deploys"),
        ("release", "releases are not made by builds, which have no credentials"),
        ("pages", "pages are not published; hand the folder on by .Publish(…), and publish it elsewhere"),
        ("secrets", "builds have no secrets yet"),
        ("id_tokens", "builds have no tokens of identity"),
        ("identity", "builds have no tokens of identity"),
        ("hooks", "write the commands into the steps"),
        ("run", "write the steps as command lines"),
        ("start_in", "jobs do not wait"),
    ];

    /// <summary>The job for the script; null where it runs nothing that is known.</summary>
    /// <param name="job">The job.</param>
    /// <param name="name">The name that it gets.</param>
    public FoundJob? Read(GitLabJob job, string name)
    {
        var keys = job.Keys;
        var variables = globals.AddRange(Values.Variables(keys.Take("variables"))).AddRange(job.Plan.Variables);
        var matrix = GitLabMatrix.Read(keys);
        var scripts = Scripts.Select(key => Values.Texts(keys.Take(key))).ToArray();
        TellRest(keys);
        if (scripts[1].IsEmpty)
        {
            notes.NeedsPerson(keys.Map.File, job.At, job.Name, keys.Map.Has("trigger")
                ? "it starts another pipeline, and is left out: projects that are built from others say .BuildAfter(…) in site.csx; jobs of another file of this repository belong into this script"
                : "it has no script here, as that comes from what is included from elsewhere; it is left out until somebody writes what it does");
            return null;
        }

        if (keys.Map.Has("after_script"))
        {
            keys.Approximate("after_script", "it runs at the end of the same step, in a shell of its own, also after a failure");
        }

        var found = new FoundJob { Name = name, Origin = job.Name, File = keys.Map.File, At = job.At, IsVoting = !job.Plan.MayFail };
        found = Options(found, keys);
        var handover = new GitLabHandover(notes);
        found = handover.Caches(handover.Artifacts(found, keys.Take("artifacts")), keys.Take("cache"));
        found = found with { Services = Services(keys, variables), WhenChanged = [.. job.Plan.WhenChanged.Select(Values.Glob).OfType<string>()] };
        var (system, fuller) = System(keys, variables, matrix);
        variables = variables.AddRange((matrix?.Names ?? []).Select(column => (column, FoundMatrix.Mark(column))));
        return JobBuilder.Build(
            found with { Matrix = fuller is null ? null : MatrixNames.WithNames(fuller) },
            system,
            new JobCommands { Groups = [[.. scripts[0], .. scripts[1]]], Afterwards = scripts[2], Variables = variables, Predefined = GitLabVariables.Find, FailsWithPipes = true },
            notes);
    }

    private static FoundJob Options(FoundJob job, Keys keys)
    {
        job = Retry(job, keys);
        if (keys.TakeText("timeout") is { } text)
        {
            var time = Values.Time(text);
            job = job with { Timeout = time };
            if (time is null || time > TimeSpan.FromHours(24))
            {
                job = job with { Timeout = TimeSpan.FromHours(24) };
                keys.NeedPerson("timeout", $"'{text}' is no time of at most 24 hours; the job has these");
            }
        }

        if (keys.TakeText("resource_group") is { } group)
        {
            job = job with { Semaphores = [JobNames.Fit(group)] };
            if (group.Contains('$', StringComparison.Ordinal))
            {
                keys.Approximate("resource_group", "its name has variables; all runs of the job share one semaphore");
            }
        }

        if (keys.Take("allow_failure") is { } allowed)
        {
            job = job with { IsVoting = job.IsVoting && allowed is ScalarNode { IsOn: false } };
            if (allowed is MapNode)
            {
                keys.Approximate("allow_failure", "the job may fail in any way, not only by these exit codes");
            }
        }

        return job;
    }

    private static FoundJob Retry(FoundJob job, Keys keys)
    {
        var retry = keys.Take("retry");
        var text = (retry as ScalarNode)?.Value ?? ((retry as MapNode)?["max"] as ScalarNode)?.Value;
        if (!int.TryParse(text, out var count) || count is < 1 or > 9)
        {
            return job;
        }

        var whens = Values.Texts((retry as MapNode)?["when"]);
        var isOfWorkers = !whens.IsEmpty && whens.All(when => when is "runner_system_failure" or "stuck_or_timeout_failure" or "api_failure" or "scheduler_failure" or "runner_unsupported");
        if (!isOfWorkers)
        {
            keys.Approximate("retry", "a failure is tried again on the same state, and a pass then is recorded as a flake");
        }

        return isOfWorkers ? job with { Attempts = count + 1 } : job with { FlakeRetries = count };
    }

    private static void TellRest(Keys keys)
    {
        foreach (var (key, text) in ForPeople)
        {
            keys.NeedPerson(key, text);
        }

        keys.NeedPerson("trigger", "it starts another pipeline; projects that are built from others say .BuildAfter(…) in site.csx");
        keys.Approximate("tags", "no labels are asked for; say .Labels(…) where the job needs a machine of its own kind, and give that label to its executor");
        if (keys.TakeText("interruptible") is { } told && told != "true")
        {
            keys.Approximate("interruptible", "builds of an outdated patchset are ended; .KeepsOutdated() of a pipeline lets them run");
        }
    }

    private (KnownSystem System, FoundMatrix? Matrix) System(Keys keys, ImmutableArray<(string Name, string Value)> variables, FoundMatrix? matrix)
    {
        var node = keys.Take("image");
        var named = (node as ScalarNode)?.Value ?? (node as MapNode)?.Text("name");
        if (named is null)
        {
            return (new KnownSystem(new FoundSystem(null, FoundSystem.UsualRelease, [], "linux"), [], ImportOutcome.Approximated, ""), matrix);
        }

        var reference = Put(named, variables, matrix);
        var (system, fuller) = MatrixSystems.Find(matrix, reference, Images.Find);
        if (node is MapNode map)
        {
            foreach (var entry in map.Entries.Where(entry => entry.Key != "name"))
            {
                notes.NeedsPerson(entry.Value.File, entry.At, $"image.{entry.Key}", "of an image only its files and variables count: its entry point is not run, and its user does not matter");
            }
        }

        switch (system.Outcome)
        {
            case ImportOutcome.Approximated:
                keys.Approximate("image", system.Text);
                break;
            case ImportOutcome.NeedsPerson:
                keys.NeedPerson("image", system.Text);
                break;
            case ImportOutcome.Carried:
                break;
        }

        return (system, fuller);
    }

    private ImmutableArray<FoundService> Services(Keys keys, ImmutableArray<(string Name, string Value)> variables)
    {
        var services = ImmutableArray.CreateBuilder<FoundService>();
        foreach (var item in (keys.Take("services") as ListNode)?.Items ?? [])
        {
            var name = Put((item as ScalarNode)?.Value ?? (item as MapNode)?.Text("name") ?? "", variables, null);
            if (KnownServices.Find(name) is not var (service, difference))
            {
                notes.NeedsPerson(item.File, item.At, "services", $"the service '{name}' is not known; write Service.Image(\"…@sha256:…\", port: …), or Service.Command(…) for what the repository can start itself");
                continue;
            }

            notes.Approximated(item.File, item.At, "services", difference);
            foreach (var entry in (item as MapNode)?.Entries.Where(entry => entry.Key is not ("name" or "alias")) ?? [])
            {
                notes.NeedsPerson(entry.Value.File, entry.At, $"services.{entry.Key}", "the service is started in its usual way");
            }

            var number = services.Count(other => other.Kind == service.Kind);
            if (number > 0)
            {
                notes.NeedsPerson(item.File, item.At, "services", "a second service of the same kind is left out; give it a name and a port by .Named(…) and .Port(…)");
                continue;
            }

            services.Add(service);
        }

        return services.ToImmutable();
    }

    private static string Put(string text, ImmutableArray<(string Name, string Value)> variables, FoundMatrix? matrix) => Reference().Replace(text, match =>
    {
        var name = match.Groups["name"].Value;
        return matrix?.Names.Contains(name) is true ? FoundMatrix.Mark(name) : variables.LastOrDefault(variable => variable.Name == name).Value ?? match.Value;
    });

    [GeneratedRegex(@"\$(?:(?<name>\w+)|\{(?<name>\w+)\})")]
    private static partial Regex Reference();
}
