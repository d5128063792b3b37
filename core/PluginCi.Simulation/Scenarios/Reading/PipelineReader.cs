using System.Globalization;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Reads one pipeline of a layout.</summary>
internal static class PipelineReader
{
    private const string What = "a pipeline";

    private static readonly string[] Keys =
    [
        "manager", "on", "require", "start-report", "success", "failure", "submit", "precedence", "fail-fast", "window", "strategy", "batch", "budget",
        "dequeue-on-new-patchset", "max-changes", "supercedes", "ignore-dependencies",
    ];

    private static readonly Dictionary<string, PipelineManager> Managers = new()
    {
        ["independent"] = PipelineManager.Independent,
        ["dependent"] = PipelineManager.Dependent,
        ["serial"] = PipelineManager.Serial,
        ["supercedent"] = PipelineManager.Supercedent,
    };

    private static readonly Dictionary<string, Trigger> Triggers = new()
    {
        ["patchset"] = Trigger.Patchset,
        ["approved"] = Trigger.Approved,
        ["recheck"] = Trigger.Recheck,
        ["restored"] = Trigger.Restored,
        ["ref-updated"] = Trigger.RefUpdated,
        ["tag"] = Trigger.Tag,
        ["timer"] = Trigger.Timer,
    };

    private static readonly Dictionary<string, bool> Requirements = new() { ["approved"] = true };

    private static readonly Dictionary<string, Precedence> Precedences = new()
    {
        ["high"] = Precedence.High,
        ["normal"] = Precedence.Normal,
        ["low"] = Precedence.Low,
    };

    private static readonly Dictionary<string, Strategy> Strategies = new()
    {
        ["linear"] = Strategy.Linear,
        ["probabilistic"] = Strategy.Probabilistic,
        ["batch"] = Strategy.Batch,
    };

    private static readonly Dictionary<string, WindowStepKind> Steps = new()
    {
        ["linear"] = WindowStepKind.Linear,
        ["exponential"] = WindowStepKind.Exponential,
    };

    /// <summary>Reads a pipeline.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="map">What is said of it.</param>
    /// <param name="known">The names of all pipelines, those of earlier layouts too.</param>
    public static PipelinePlan Read(string name, YamlMap map, IReadOnlyCollection<string> known)
    {
        map.AllowOnly(What, Keys);
        var plan = new PipelinePlan
        {
            Name = name,
            Manager = map.Require(What, "manager").AsWord(Managers),
            On = [.. Entries(map, "on").Select(entry => entry.AsWord(Triggers)).Distinct()],
        };
        return AddShape(AddRules(AddReports(plan, map), map, known), map);
    }

    private static PipelinePlan AddReports(PipelinePlan plan, YamlMap map) => plan with
    {
        ReportsStart = IsSet(map, "start-report"),
        SuccessVote = map.Find("success")?.AsInt() ?? 0,
        FailureVote = map.Find("failure")?.AsInt() ?? 0,
        Submits = IsSet(map, "submit"),
    };

    private static PipelinePlan AddRules(PipelinePlan plan, YamlMap map, IReadOnlyCollection<string> known) => plan with
    {
        RequiresApproval = Entries(map, "require").Select(entry => entry.AsWord(Requirements)).ToArray().Length > 0,
        IsFailFast = IsSet(map, "fail-fast"),
        DequeuesOutdated = map.Find("dequeue-on-new-patchset")?.AsBool() ?? plan.DequeuesOutdated,
        MostChanges = map.Find("max-changes")?.AsInt(0) ?? plan.MostChanges,
        Supercedes = [.. Entries(map, "supercedes").Select(entry => entry.AsName("pipeline", known))],
        IgnoresDependencies = IsSet(map, "ignore-dependencies"),
    };

    private static PipelinePlan AddShape(PipelinePlan plan, YamlMap map) => plan with
    {
        Precedence = map.Find("precedence")?.AsWord(Precedences) ?? plan.Precedence,
        Window = map.Find("window") is { } window ? ReadWindow(window.AsMap()) : plan.Window,
        Strategy = map.Find("strategy")?.AsWord(Strategies) ?? plan.Strategy,
        MostInBatch = ReadNumber(map, "batch", "max") ?? plan.MostInBatch,
        BuildBudget = ReadNumber(map, "budget", "builds") ?? plan.BuildBudget,
    };

    private static bool IsSet(YamlMap map, string key) => map.Find(key)?.AsBool() ?? false;

    private static IReadOnlyList<YamlValue> Entries(YamlMap map, string key) => map.Find(key)?.AsEntries() ?? [];

    private static int? ReadNumber(YamlMap map, string key, string inner)
    {
        if (map.Find(key)?.AsMap() is not { } values)
        {
            return null;
        }

        values.AllowOnly($"'{key}'", inner);
        return values.Find(inner)?.AsInt(1);
    }

    private static WindowPlan ReadWindow(YamlMap map)
    {
        map.AllowOnly("a window", "start", "floor", "ceiling", "increase", "decrease");
        var usual = new WindowPlan();
        var floor = map.Find("floor")?.AsInt(0) ?? usual.Floor;
        var window = new WindowPlan(
            map.Find("start")?.AsInt(0) ?? usual.Start,
            Math.Max(1, floor), // A window that fails down to 0 would have no limit at all.
            map.Find("ceiling")?.AsInt(0) ?? usual.Ceiling,
            ReadStep(map.Find("increase")),
            ReadStep(map.Find("decrease")));
        return window.Ceiling > 0 && window.Ceiling < floor
            ? throw map.Require("a window", "ceiling").Bad($"a ceiling of {floor} or more, which is the floor, or 0 for none")
            : window;
    }

    private static WindowStep? ReadStep(YamlValue? value)
    {
        if (value is null)
        {
            return null;
        }

        return value.AsText().Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var kind, var digits]
            && Steps.TryGetValue(kind, out var step)
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
            && amount > 0
            ? new WindowStep(step, amount)
            : throw value.Bad("'linear N' or 'exponential N' with N of 1 or more");
    }
}
