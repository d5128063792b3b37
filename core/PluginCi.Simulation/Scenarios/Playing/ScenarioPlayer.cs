using System.Text;

namespace PluginCi.Simulation;

/// <summary>Plays one scenario from its first step to its end.</summary>
internal sealed class ScenarioPlayer
{
    private readonly Scenario _scenario;
    private readonly ScenarioOptions _options;
    private readonly Play _play;
    private readonly StepPlayer _steps;
    private readonly StringBuilder _drawing = new();

    public ScenarioPlayer(Scenario scenario, ScenarioOptions options)
    {
        _scenario = scenario;
        _options = options;
        var canRestart = options.FromJournal || scenario.Steps.Any(step => step is RestartStep);
        _play = new Play(scenario, canRestart);
        var desk = new ProposalDesk(_play.Town, _play.Names);
        _steps = new StepPlayer(_play, desk);
        desk.Propose(scenario);
    }

    /// <summary>How many steps have begun.</summary>
    public int Step { get; private set; }

    /// <summary>What was drawn so far.</summary>
    public string Drawing => _drawing.ToString();

    /// <summary>Plays the steps.</summary>
    /// <returns>What went wrong at the last one played, or null.</returns>
    public string? PlaySteps()
    {
        _play.Town.Open();
        foreach (var step in _scenario.Steps)
        {
            Step++;
            var fault = _steps.Play(step) ?? (_options.FromJournal ? _steps.Restart() : null);
            Draw(step);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>Looks at what must hold at the end.</summary>
    /// <returns>What does not, or null.</returns>
    public string? FindFaultsAtTheEnd() => _steps.FindFaults(_scenario.Expectations);

    private void Draw(ScenarioStep step)
    {
        if (_options.Draws)
        {
            _drawing.AppendLine($"step {Step}: {step.Text}");
            if (step is not ExpectStep)
            {
                _drawing.Append(QueueDrawing.Draw(_play.Board));
            }
        }
    }
}
