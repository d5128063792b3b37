using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>One queue of a town: the state of the gate and, where it is kept, the journal that the state can be made anew from.</summary>
internal sealed class TownQueue(QueueRules rules, bool keepsJournal)
{
    private readonly string _firstRules = keepsJournal ? ModelJson.Write(rules) : "";
    private readonly List<string> _journal = [];

    public QueueName Name { get; } = rules.Name;

    public GateState State { get; private set; } = GateState.Empty(rules);

    /// <summary>Takes an event: written first, decided then.</summary>
    public GateDecision Take(GateEvent happened)
    {
        if (keepsJournal)
        {
            _journal.Add(ModelJson.Write(happened));
        }

        var decision = Gate.Apply(State, happened);
        State = decision.Next;
        return decision;
    }

    /// <summary>Throws the state away and makes it anew from the journal.</summary>
    /// <returns>Null when the two are the same; else where they differ.</returns>
    public string? Recover()
    {
        var lost = ModelJson.Write(State);
        var state = GateState.Empty(ModelJson.Read<QueueRules>(_firstRules));
        foreach (var entry in _journal)
        {
            state = Gate.Apply(state, ModelJson.Read<GateEvent>(entry)).Next;
        }

        State = state;
        return FirstDifference(lost, ModelJson.Write(state));
    }

    private static string? FirstDifference(string lost, string found)
    {
        if (lost == found)
        {
            return null;
        }

        const int Margin = 60;
        var at = lost.Zip(found).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"was …{Part(lost)}…, is …{Part(found)}…";

        string Part(string text) => text[Math.Max(0, at - Margin)..Math.Min(text.Length, at + Margin)];
    }
}
