using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>The scripts of many projects, which share processes.</summary>
public sealed class BatchTests : IDisposable
{
    private const string Head = "#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n";

    private static readonly Type[] Fixed = [typeof(string), typeof(TimeSpan), typeof(DateTimeOffset), typeof(System.Text.RegularExpressions.Regex), typeof(System.Text.Json.JsonSerializerOptions)];

    // What it remembers of a key follows from the key alone.
    private const string Memo = "PluginCi.Model.Glob.Known";

    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-dsl-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_script_has_its_own_plan_or_its_own_errors()
    {
        string[] scripts =
        [
            Script("a"),
            Head + "return Project(Commit(Job(\"twice\").Sh(\"x\"), Job(\"twice\").Sh(\"x\")));",
            Script("b"),
            Head + "int Deep(int n) => Deep(n + 1) + 1;\nDeep(0);\nreturn Project();",
            Script("c"),
            Head + "while (true) { }\nreturn Project();",
            Script("d"),
            Head + "var all = new System.Collections.Generic.List<long[]>();\nwhile (true) { all.Add(new long[1 << 20]); }\nreturn Project();",
            Script("e"),
            Script("a"),
        ];
        using var evaluator = Make();
        var plans = await evaluator.EvaluateProjectsAsync([.. scripts.Select(Source)], ["check"], CancellationToken.None);
        Assert.Equal(["a", "", "b", "", "c", "", "d", "", "e", "a"], plans.Select(plan => plan.Value?.Jobs[0].Name ?? ""));
        Assert.Equal(
            ["", "PCI2002", "", "PCI2202", "", "PCI2201", "", "PCI2202", "", ""],
            plans.Select(plan => plan.Diagnostics.FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error)?.Id.Replace("PCI2204", "PCI2202", StringComparison.Ordinal) ?? ""));

        using var later = Make();
        Assert.All(await later.EvaluateProjectsAsync([.. scripts.Where(script => script.Contains("make", StringComparison.Ordinal)).Select(Source)], ["check"], CancellationToken.None), plan => Assert.True(plan.IsFromCache));
    }

    [Fact]
    public async Task A_plan_that_is_warned_of_is_a_plan()
    {
        var kept = new List<EvaluationResponse>();
        var source = Source(Head + "return Project(Commit(Job(\"install\").Sh(\"npm ci\")));");
        var request = new EvaluationRequest { IsSite = false, Entry = source.Entry, Files = source.Files, Pipelines = ["check"] };

        await new BatchEvaluation(new ScriptEvaluatorOptions { EvaluatorAssembly = BuiltEvaluator.Assembly, CacheDirectory = _folder }, TimeProvider.System).RunAsync([request], (_, response) => kept.Add(response), CancellationToken.None);

        Assert.NotNull(Assert.Single(kept).Plan);
        Assert.NotEmpty(kept[0].Diagnostics);
    }

    // What a script could leave for the next one of its process would be here: what it can name are these assemblies and values of the framework.
    [Fact]
    public void Nothing_that_a_script_can_reach_can_be_left_for_another_one()
    {
        var fields = new[] { typeof(Ci), typeof(Plan), typeof(Pipelines.Python) }
            .SelectMany(type => type.Assembly.GetTypes())
            .Where(type => !type.Name.StartsWith('<'))
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => !field.IsLiteral && !field.Name.Contains("CachedAnonymous", StringComparison.Ordinal) && !(field.IsInitOnly && IsFixed(field.FieldType)))
            .Select(field => $"{field.DeclaringType}.{field.Name}")
            .Except([Memo]);
        Assert.True(!fields.Any(), string.Join("\n", fields));
    }

    [Fact]
    public async Task The_plans_that_were_not_needed_for_long_are_forgotten()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "plans")).FullName;
        var (old, used) = (Path.Combine(folder, "old.json"), Path.Combine(folder, "used.json"));
        foreach (var (path, age) in new[] { (old, 3), (used, 2) })
        {
            await File.WriteAllTextAsync(path, "{ \"diagnostics\": [] }");
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-age));
        }

        var cache = new PlanCache(folder, 2, TimeProvider.System);
        Assert.NotNull(cache.Find("old"));
        cache.Keep("one", new EvaluationResponse { Diagnostics = [] });
        cache.Keep("two", new EvaluationResponse { Diagnostics = [] });
        Assert.Equal(["old.json", "one.json", "two.json"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order());
        Assert.Null(cache.Find("used"));
        Assert.NotNull(cache.Find("one"));
    }

    private static bool IsFixed(Type type) =>
        type.IsPrimitive || type.IsEnum || Fixed.Contains(type) || type.Name.StartsWith("Frozen", StringComparison.Ordinal)
        || ((type.Name.StartsWith("Immutable", StringComparison.Ordinal) || type.Name.StartsWith("ValueTuple", StringComparison.Ordinal) || type.Name is "Nullable`1") && type.GetGenericArguments().All(IsFixed))
        || type.IsAssignableTo(typeof(Delegate))
        || (type.Namespace!.StartsWith("PluginCi.", StringComparison.Ordinal) && type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).All(field => field.IsInitOnly && (field.FieldType == type || IsFixed(field.FieldType))));

    private static string Script(string job) => Head + $"return Project(Commit(Job(\"{job}\").Sh(\"make\")));";

    private static ScriptSource Source(string script) => new(PipelineFiles.Script, ImmutableSortedDictionary<string, string>.Empty.Add(PipelineFiles.Script, script));

    // One batch, so that all of them meet.
    private ScriptEvaluator Make() => new(
        new ScriptEvaluatorOptions { EvaluatorAssembly = BuiltEvaluator.Assembly, CacheDirectory = _folder, TimeLimit = TimeSpan.FromSeconds(8), Concurrency = 1 },
        TimeProvider.System,
        NullLogger<ScriptEvaluator>.Instance);
}
