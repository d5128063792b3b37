using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Lets builds end, by name or as the outcomes say.</summary>
internal sealed class BuildSteps(Play play)
{
    // More than any scenario needs; a gate that starts builds without end is told instead of waited for.
    private const int MostEnds = 100_000;

    /// <summary>Ends builds by name.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? End(BuildStep step)
    {
        foreach (var name in step.Builds)
        {
            if (Find(name) is { } build)
            {
                End(build, step.Verb);
            }
            else if (step.Verb != BuildVerb.Pass || !HasPassedByItself(name))
            {
                return $"no build {name} runs, but [{string.Join(", ", play.Town.Running.Select(play.Builds.TitleOf))}]";
            }
        }

        return null;
    }

    /// <summary>Lets builds end as the outcomes say until nothing of them runs, the oldest first.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Finish(FinishStep step)
    {
        var about = step.Changes?.Select(play.Names.IdOf).ToHashSet();
        for (var ends = 0; FindNext(about) is { } build; ends++)
        {
            if (ends == MostEnds)
            {
                return $"{MostEnds} builds ended and there are still more";
            }

            play.Town.End(build, OutcomeOf(build));
        }

        return null;
    }

    // The newest of that name; where a state ahead of time has one that already pauses, the one that still works is meant.
    private TownBuild? Find(string name)
    {
        var named = play.Town.Running.Where(build => play.Builds.NamesOf(build).Contains(name)).ToArray();
        return named.LastOrDefault(build => build.Stage == TownBuildStage.Running) ?? named.LastOrDefault();
    }

    private TownBuild? FindNext(HashSet<ChangeId>? about) => play.Town.Running.FirstOrDefault(build =>
        build.Stage == TownBuildStage.Running && (about is null || build.Wish.Changes.Any(change => about.Contains(change.Id))));

    private void End(TownBuild build, BuildVerb verb)
    {
        switch (verb)
        {
            case BuildVerb.Pass:
                play.Town.End(build, BuildResult.Success);
                break;
            case BuildVerb.Fail:
                play.Town.End(build, BuildResult.Failure);
                break;
            case BuildVerb.Lose:
                play.Town.End(build, BuildResult.Lost);
                break;
            case BuildVerb.TimeOut:
                play.Town.End(build, BuildResult.TimedOut);
                break;
            case BuildVerb.EarlyFail:
                play.Town.ForeseeFailure(build);
                break;
        }
    }

    // A build that pauses passes once; the gate lets it end when those that need it are done.
    private bool HasPassedByItself(string name) => play.Ledger.Newest(name) is { Result: BuildResult.Success, Wish.Job.Plan.Pauses: true };

    // Of the changes that a build is about, one that fails is enough. What names the pipeline counts more than what does not.
    private BuildResult OutcomeOf(TownBuild build)
    {
        string[] owners = build.Wish.Ref is { } tested ? [tested.Target.Value] : [.. build.About.Select(ChangeNames.NameOf)];
        return owners
            .SelectMany(owner => new[] { build.Wish.Job.Plan.Name, build.Wish.Job.Name }.Distinct().Select(job => OutcomeOf(build.Wish.Pipeline, $"{owner}.{job}")))
            .FirstOrDefault(outcome => outcome != BuildResult.Success);
    }

    private BuildResult OutcomeOf(string pipeline, string name) =>
        play.Outcomes.TryGetValue($"{pipeline}/{name}", out var precise) ? precise : play.Outcomes.GetValueOrDefault(name, BuildResult.Success);
}
