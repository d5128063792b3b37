using PluginCi.Model;

namespace PluginCi.Scheduler.Seeds;

/// <summary>Those who tell the gate what to do.</summary>
internal sealed class Operators(Outside outside)
{
    private static readonly CommandAuthor Ada = new("ada", "a test");

    public void Act(Life life)
    {
        var dice = outside.Dice;
        var change = $"git/{dice.Roll(1, 7)}";
        var scope = dice.Pick(["all", "site", "shared", "alpha", "beta"]);
        switch (dice.Roll(6))
        {
            case 0:
                DateTimeOffset? until = dice.Chance(70) ? life.Clock.Now + TimeSpan.FromSeconds(dice.Roll(1, 300)) : null;
                Ask(life, $"freeze {scope} until {until:HH:mm:ss}", (gate, token) => gate.FreezeAsync(new FreezeWish(scope, until), Ada, token));
                break;
            case 1:
                Ask(life, $"thaw {scope}", (gate, token) => gate.ThawAsync(scope, Ada, token));
                break;
            case 2:
                Ask(life, $"dequeue {change}", (gate, token) => gate.DequeueAsync(SiteSketches.Gate, change, Ada, token));
                break;
            case 3:
                Ask(life, $"enqueue {change}", (gate, token) => gate.EnqueueAsync(SiteSketches.Gate, change, Ada, token));
                break;
            default:
                Ask(life, $"promote {change}", (gate, token) => gate.PromoteAsync(SiteSketches.Gate, [new ChangeId(change)], Ada, token));
                break;
        }
    }

    /// <summary>Ends every freeze.</summary>
    public void ThawAll(Life life)
    {
        foreach (var scope in life.Board.States.Values.SelectMany(state => state.Freezes).Select(freeze => freeze.Scope).Distinct())
        {
            Ask(life, $"thaw {scope}", (gate, token) => gate.ThawAsync(scope, Ada, token));
        }
    }

    private void Ask(Life life, string what, Func<IOperators, CancellationToken, Task<CommandAnswer>> command)
    {
        outside.Trace.Write($"** {what}");
        life.Ask(command);
    }
}
