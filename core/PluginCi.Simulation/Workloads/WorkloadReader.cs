using System.Globalization;

namespace PluginCi.Simulation;

/// <summary>Reads workload files.</summary>
internal static class WorkloadReader
{
    private const string What = "a workload";

    private static readonly string[] Predictors = ["true-p", "learned", "none"];

    public static Workload Read(string path)
    {
        var map = YamlFile.Read(path);
        map.AllowOnly(
            What,
            "workload", "seeds", "hours", "warm-up", "arrivals", "workers", "build-minutes", "good", "bad", "predictor", "conflicts", "linear", "rebuild-share", "flakes",
            "batch-shared-cost", "strategy", "strategy-options", "projects");
        var plain = new Workload { Name = map.Require(What, "workload").AsText() };
        return ReadOptions(ReadConflicts(ReadBuilds(ReadKinds(ReadArrivals(plain with
        {
            Seeds = map.Find("seeds") is { } seeds ? [.. seeds.AsEntries().Select(seed => seed.AsInt(0))] : plain.Seeds,
            Hours = Number(map, "hours", plain.Hours),
            WarmUpHours = map.Find("warm-up")?.AsDuration().TotalHours ?? 0,
            Workers = map.Find("workers")?.AsInt(1) ?? plain.Workers,
            IsLinear = map.Find("linear")?.AsBool() ?? false,
            RebuildShare = Number(map, "rebuild-share", 1),
            Flakes = Number(map, "flakes", 0),
            BatchSharedCost = Number(map, "batch-shared-cost", plain.BatchSharedCost),
            Strategy = map.Find("strategy")?.AsName("strategy", WorkloadRunner.Strategies) ?? plain.Strategy,
            Projects = map.Find("projects")?.AsInt(1) ?? 1,
        }, map), map), map), map), map);
    }

    private static Workload ReadArrivals(Workload workload, YamlMap map)
    {
        var value = map.Require(What, "arrivals");
        var arrivals = value.AsMap();
        arrivals.AllowOnly("'arrivals'", "poisson", "trace");
        if (arrivals.Find("trace") is not { } trace)
        {
            return workload with { PerHour = Number(arrivals.Require("'arrivals'", "poisson")) };
        }

        var file = Path.Combine(Path.GetDirectoryName(trace.File) ?? "", trace.AsText());
        return File.Exists(file)
            ? workload with { Trace = [.. File.ReadLines(file).Where(line => line.Length > 0).Select(line => ReadChange(trace, line)).OrderBy(change => change.Minute)] }
            : throw trace.Bad("a file with a change a line: MINUTE [BUILD-MINUTES pass|fail [AUTHOR]]");
    }

    private static TracedChange ReadChange(YamlValue trace, string line)
    {
        try
        {
            return TracedChange.Parse(line);
        }
        catch (FormatException trouble)
        {
            throw trace.Bad($"a file with a change a line, but {trouble.Message}");
        }
    }

    private static Workload ReadKinds(Workload workload, YamlMap map)
    {
        var (good, bad) = (map.Find("good")?.AsMap(), map.Find("bad")?.AsMap());
        good?.AllowOnly("'good'", "share", "pass");
        bad?.AllowOnly("'bad'", "pass");
        var predictor = map.Find("predictor")?.AsName("predictor", Predictors) ?? "true-p";
        return workload with
        {
            GoodShare = Number(good, "share", workload.GoodShare),
            GoodPasses = Number(good, "pass", workload.GoodPasses),
            BadPasses = Number(bad, "pass", workload.BadPasses),
            TellsKind = predictor == "true-p",
            Learns = predictor != "none",
        };
    }

    private static Workload ReadBuilds(Workload workload, YamlMap map)
    {
        if (map.Find("build-minutes")?.AsMap() is not { } minutes)
        {
            return workload;
        }

        minutes.AllowOnly("'build-minutes'", "lognormal", "uniform");
        if (minutes.Find("uniform")?.AsMap() is { } uniform)
        {
            uniform.AllowOnly("'uniform'", "from", "to");
            return workload with { UniformMinutes = (Number(uniform.Require("'uniform'", "from")), Number(uniform.Require("'uniform'", "to"))) };
        }

        var normal = minutes.Require("'build-minutes'", "lognormal").AsMap();
        normal.AllowOnly("'lognormal'", "median", "sigma", "cap");
        return workload with
        {
            MedianMinutes = Number(normal, "median", workload.MedianMinutes),
            Sigma = Number(normal, "sigma", workload.Sigma),
            CapMinutes = Number(normal, "cap", workload.CapMinutes),
        };
    }

    private static Workload ReadConflicts(Workload workload, YamlMap map)
    {
        var conflicts = map.Find("conflicts")?.AsMap();
        conflicts?.AllowOnly("'conflicts'", "potential", "real", "wide");
        var wide = conflicts?.Find("wide")?.AsMap();
        wide?.AllowOnly("'wide'", "share", "potential", "slower");
        return workload with
        {
            PotentialConflicts = Number(conflicts, "potential", 0),
            RealConflicts = Number(conflicts, "real", workload.RealConflicts),
            WideShare = Number(wide, "share", 0),
            WidePotential = Number(wide, "potential", 0),
            WideSlower = Number(wide, "slower", 1),
        };
    }

    private static Workload ReadOptions(Workload workload, YamlMap map)
    {
        var options = map.Find("strategy-options")?.AsMap();
        options?.AllowOnly("'strategy-options'", "window", "floor", "budget", "batch");
        return workload with
        {
            Window = options?.Find("window")?.AsInt(0) ?? workload.Window,
            Floor = options?.Find("floor")?.AsInt(1) ?? workload.Floor,
            Budget = options?.Find("budget")?.AsInt(1),
            MostInBatch = options?.Find("batch")?.AsInt(1) ?? workload.MostInBatch,
        };
    }

    private static double Number(YamlMap? map, string key, double otherwise) => map?.Find(key) is { } value ? Number(value) : otherwise;

    private static double Number(YamlValue value) =>
        double.TryParse(value.AsText().TrimEnd('h'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : throw value.Bad("a number of 0 or more");
}
