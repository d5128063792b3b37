using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Makes random histories.</summary>
internal static class HistoryMaker
{
    private const int MostChanges = 9;
    private const int MostMoves = 55;

    private static readonly (int Weight, MoveKind Kind)[] Quiet =
    [
        (9, MoveKind.Approve), (16, MoveKind.EndBuild), (1, MoveKind.Freeze), (1, MoveKind.Thaw), (1, MoveKind.Restart), (1, MoveKind.Patchset),
    ];

    private static readonly (int Weight, MoveKind Kind)[] Anything =
    [
        (20, MoveKind.Approve), (36, MoveKind.EndBuild), (2, MoveKind.Unvote), (2, MoveKind.Push), (1, MoveKind.Patchset), (2, MoveKind.Recheck),
        (1, MoveKind.Abandon), (1, MoveKind.Restore), (1, MoveKind.MergeOutside), (1, MoveKind.PushPast), (1, MoveKind.RefuseSubmit), (2, MoveKind.Lose),
        (1, MoveKind.TimeOut), (2, MoveKind.EarlyFail), (1, MoveKind.Flake), (1, MoveKind.Freeze), (1, MoveKind.Thaw), (1, MoveKind.Enqueue),
        (1, MoveKind.Dequeue), (2, MoveKind.Promote), (2, MoveKind.EditNeeds), (1, MoveKind.EditTopic), (2, MoveKind.Reconfigure), (1, MoveKind.Restart),
    ];

    /// <summary>Makes the history of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="strategy">The strategy of its gate; null for any.</param>
    public static History Make(ulong seed, Strategy? strategy = null)
    {
        var dice = new Dice(seed);
        var drawn = (Strategy)dice.Roll(Enum.GetValues<Strategy>().Length);
        var site = SiteMaker.Make(dice, strategy ?? drawn);
        var changes = ChangesOf(dice, site);
        var isUndisturbed = dice.Chance(40);
        return new History
        {
            Seed = seed,
            Site = site,
            Changes = changes,
            Faults = FaultsOf(dice, site, changes),
            IsUndisturbed = isUndisturbed,
            Moves = [.. Enumerable.Range(0, dice.Roll(5, MostMoves)).Select(_ => new Move(Draw(dice, isUndisturbed ? Quiet : Anything), dice.Roll(10_000)))],
        };
    }

    private static ImmutableArray<ChangeSketch> ChangesOf(Dice dice, SiteSketch site)
    {
        var changes = ImmutableArray.CreateBuilder<ChangeSketch>();
        var count = dice.Roll(2, MostChanges);
        var density = dice.Pick<int>([0, 10, 25]);
        for (var number = 0; number < count; number++)
        {
            var name = ((char)('A' + number)).ToString();
            var project = dice.Pick(site.Projects).Name;
            var earlier = changes.Where(other => other.Project == project).Select(other => other.Name).ToArray();
            changes.Add(new ChangeSketch(name, project)
            {
                Parent = earlier.Length > 0 && dice.Chance(density) ? dice.Pick(earlier) : null,
                DependsOn = number > 0 && dice.Chance(density) ? [dice.Pick(changes).Name] : [],
                ConflictsWith = earlier.Length > 0 && dice.Chance(density) ? [dice.Pick(earlier)] : [],
                Topic = dice.Chance(density) ? dice.Pick<string>(["t1", "t2"]) : null,
                IsSpecial = dice.Chance(30),
                IsMerged = dice.Chance(4),
            });
        }

        if (density > 0 && dice.Chance(40))
        {
            Close(dice, changes);
        }

        return changes.ToImmutable();
    }

    // A change that needs a later one, which may need it: a circle.
    private static void Close(Dice dice, ImmutableArray<ChangeSketch>.Builder changes)
    {
        var (first, last) = (dice.Roll(changes.Count), dice.Roll(changes.Count));
        if (first < last)
        {
            changes[first] = changes[first] with { DependsOn = [.. changes[first].DependsOn.Append(changes[last].Name).Distinct()] };
            if (dice.Chance(70))
            {
                changes[last] = changes[last] with { DependsOn = [.. changes[last].DependsOn.Append(changes[first].Name).Distinct()] };
            }
        }
    }

    private static Faults FaultsOf(Dice dice, SiteSketch site, ImmutableArray<ChangeSketch> changes)
    {
        var rate = dice.Pick<int>([0, 10, 25]);
        var alone = changes.Where(change => !change.IsMerged && dice.Chance(rate)).Select(change => (change.Name, AnyJob())).ToImmutableArray();
        var pairs = Enumerable.Range(0, rate == 0 ? 0 : dice.Roll(3))
            .Select(_ => (First: dice.Pick(changes).Name, Second: dice.Pick(changes).Name, AnyJob()))
            .Where(pair => pair.First != pair.Second)
            .ToImmutableArray();
        return new Faults(alone, pairs);

        string? AnyJob() => dice.Chance(50) ? null : dice.Pick([.. site.Jobs.Select(job => job.Name), .. site.Groups.SelectMany(group => group.Jobs)]);
    }

    private static MoveKind Draw(Dice dice, (int Weight, MoveKind Kind)[] kinds)
    {
        var at = dice.Roll(kinds.Sum(kind => kind.Weight));
        foreach (var (weight, kind) in kinds)
        {
            if ((at -= weight) < 0)
            {
                return kind;
            }
        }

        return kinds[^1].Kind;
    }
}
