using PluginCi.Simulation;

namespace PluginCi.Scheduler.Seeds;

/// <summary>Says what goes wrong in a run, and when: some kinds of faults, each as often as this run has them, until all is well at the end.</summary>
internal sealed class Weather
{
    // In 10,000 occasions, in bad weather.
    private static readonly Dictionary<Fault, int> Worst = new()
    {
        [Fault.CallFails] = 500,
        [Fault.AnswerLost] = 300,
        [Fault.CallSlow] = 500,
        [Fault.PushRefused] = 1000,
        [Fault.WriteFails] = 200,
        [Fault.WriteUnsure] = 200,
        [Fault.CrashAfterWrite] = 50,
        [Fault.Crash] = 20,
        [Fault.LateEffect] = 5000,
        [Fault.EventLost] = 1500,
        [Fault.EventRepeated] = 1500,
        [Fault.EventReordered] = 2000,
        [Fault.EventDelayed] = 1500,
        [Fault.StreamBroken] = 700,
        [Fault.ExecutorVanishes] = 1000,
        [Fault.ExecutorSilent] = 300,
        [Fault.Flake] = 500,
    };

    private readonly Dice _dice;
    private readonly HashSet<Fault> _present;

    public Weather(Dice dice)
    {
        _dice = dice;
        var share = dice.Pick<int>([0, 20, 50, 100]);
        _present = [.. Enum.GetValues<Fault>().Where(_ => dice.Chance(share))];
    }

    /// <summary>True when nothing goes wrong any more.</summary>
    public bool IsFair { get; private set; }

    public bool Strikes(Fault fault) => !IsFair && _present.Contains(fault) && _dice.Roll(10_000) < Worst[fault];

    public void ClearUp() => IsFair = true;

    public override string ToString() => _present.Count == 0 ? "none" : string.Join(", ", _present.Order());
}
