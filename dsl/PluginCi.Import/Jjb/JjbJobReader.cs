using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads a job of Jenkins.</summary>
internal sealed class JjbJobReader(JjbFiles files, ImportInput input, Notes notes)
{
    /// <summary>The job; null where what it does cannot be said, which is told of.</summary>
    /// <param name="job">The job.</param>
    public FoundJob? Read(JjbJob job)
    {
        var keys = new Keys(job.Map, job.Name, notes);
        keys.Take("name");
        keys.Take("defaults");
        keys.Take("triggers");
        keys.Take("disabled");
        TellSettings(keys);
        foreach (var missing in job.Missing)
        {
            notes.NeedsPerson(job.Map.File, job.Map.At, $"{job.Name}.{missing}", $"nothing gives the variable '{missing}' of the template '{job.Template}' a value; it stays as it is written");
        }

        var steps = new JjbSteps(files, input, notes, job.Name);
        steps.Read(keys.Take("builders"), "builder");
        steps.Read(keys.Take("publishers"), "publisher");
        var work = steps.Work;
        var timeout = Wrappers(keys, job.Name, work);
        var parameters = Parameters(keys, job.Name, work).ToArray();
        if (job.Template is not null)
        {
            keys.TakeRest();
        }

        keys.End();
        if (keys.Map.Has("dsl") || job.Map.Text("project-type") is not (null or "freestyle") || work.Obstacle is not null || work.Commands.Count == 0)
        {
            return null;
        }

        return JobBuilder.Build(
            new FoundJob
            {
                Name = JobNames.Fit(job.Name),
                Origin = job.Name,
                File = job.Map.File,
                At = job.Map.At,
                Timeout = timeout,
                Services = [.. work.Services],
                Artifacts = [.. work.Artifacts.Distinct()],
                Reports = [.. work.Reports.Distinct()],
                Semaphores = job.Map.Flag("concurrent") is false ? [JobNames.Fit(job.Name)] : [],
            },
            work.System ?? new KnownSystem(new FoundSystem(null, FoundSystem.UsualRelease, ["ca-certificates", "git"], "linux"), [], ImportOutcome.Approximated, ""),
            new JobCommands { Groups = [.. work.Commands.Select(command => ImmutableArray.Create(command))], Variables = [.. parameters, .. work.Variables], Predefined = JenkinsVariables.Find },
            notes);
    }

    private static void TellSettings(Keys keys)
    {
        keys.Approximate("description", "what it is for is not in the script");
        keys.Approximate("node", "Debian with the packages that its commands call stands for the machines of this label");
        keys.Approximate("properties", "how long builds are kept is a setting of the server");
        keys.Approximate("scm", "the change's own repository is checked out, in its merged state");
        keys.Approximate("quiet-period", "builds start at once");
        if (keys.TakeText("project-type") is not (null or "freestyle"))
        {
            keys.NeedPerson("project-type", "only freestyle jobs have steps that can be read");
        }

        keys.Take("concurrent");
        keys.NeedPerson("dsl", "it is a program of Jenkins; write its steps as jobs");
        keys.NeedPerson("globalAllowedCredentials", "builds have no secrets");
    }

    private TimeSpan? Wrappers(Keys keys, string job, JjbWork work)
    {
        TimeSpan? limit = null;
        foreach (var item in (keys.Take("wrappers") as ListNode)?.Items ?? [])
        {
            var (name, value) = item switch { ScalarNode text => (text.Value, null), MapNode { Entries: [var only, ..] } => (only.Key, only.Value), _ => ("", null) };
            switch (name)
            {
                case "timeout" when double.TryParse((((value as MapNode)?["timeout"]) as ScalarNode)?.Value, System.Globalization.CultureInfo.InvariantCulture, out var minutes) && minutes > 0 && minutes <= 1440:
                    limit = TimeSpan.FromMinutes(minutes);
                    break;
                case "timeout":
                    notes.Approximated(item.File, item.At, $"{job}.timeout", "the limit is a variable; here it is 30 minutes until .Timeout(…) says another one");
                    break;
                case "timestamps" or "ansicolor" or "workspace-cleanup" or "mask-passwords":
                    break;
                case "credentials-binding" when !Texts(value).Any(work.Reads):
                    notes.Approximated(item.File, item.At, $"{job}.{name}", "builds have no secrets, and the commands read none of these");
                    break;
                default:
                    notes.NeedsPerson(item.File, item.At, $"{job}.{name}", name.Contains("credential", StringComparison.Ordinal) || name.Contains("config-file", StringComparison.Ordinal) ? "builds have no secrets; the job has to do without, or stays in the old system" : "nothing here does what it says; it is left out");
                    break;
            }
        }

        return limit;
    }

    private IEnumerable<(string Name, string Value)> Parameters(Keys keys, string job, JjbWork work)
    {
        foreach (var parameter in ((keys.Take("parameters") as ListNode)?.Items ?? []).OfType<MapNode>().SelectMany(item => item.Entries))
        {
            var (name, value) = ((parameter.Value as MapNode)?.Text("name") ?? "", (parameter.Value as MapNode)?["default"] as ScalarNode);
            if (JenkinsVariables.Find(name).Value is not null)
            {
                continue;
            }

            if (value is null && !work.Reads(name))
            {
                notes.Approximated(parameter.Value.File, parameter.At, $"{job}.parameters.{name}", "nobody gives it a value here, and the commands do not read it");
            }
            else if (value is null)
            {
                notes.NeedsPerson(parameter.Value.File, parameter.At, $"{job}.parameters.{name}", "who starts the job gives it a value; here nobody does. A plain value goes into .Env(…)");
            }
            else if (value.Value.Length > 0)
            {
                yield return (name, value.Value);
            }
        }
    }

    // The texts of a value at any depth: one of them is the variable that a secret is put into.
    private static IEnumerable<string> Texts(Node? node) => node switch
    {
        ListNode list => list.Items.SelectMany(Texts),
        MapNode map => map.Entries.SelectMany(entry => Texts(entry.Value)),
        ScalarNode text => [text.Value],
        _ => [],
    };
}
