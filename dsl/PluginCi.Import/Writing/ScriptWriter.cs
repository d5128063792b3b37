using System.Collections.Immutable;
using System.Text;

namespace PluginCi.Import;

/// <summary>Writes the jobs of a repository as its script.</summary>
internal sealed class ScriptWriter
{
    private const int ShortestShared = 4;

    private readonly ImmutableArray<FoundJob> _jobs;
    private readonly Dictionary<string, string> _variables = [];
    private readonly Dictionary<string, string> _systems = [];
    private readonly List<string> _systemLines = [];
    private readonly Dictionary<string, string> _steps = [];
    private readonly List<string> _stepLines = [];
    private readonly ImmutableSortedDictionary<string, string> _shared;

    private ScriptWriter(ImmutableArray<FoundJob> jobs)
    {
        _jobs = jobs;
        _shared = FindShared(jobs);
        var taken = new HashSet<string>(StringComparer.Ordinal) { "row" };
        NameSystems(taken);
        NameSteps(taken);
        foreach (var job in jobs)
        {
            _variables.Add(job.Name, CSharpText.Variable(job.Name, taken));
        }
    }

    /// <summary>The text of the script.</summary>
    /// <param name="jobs">The jobs, one or more, each after those that it needs.</param>
    /// <param name="origin">What they are from, for its first line.</param>
    public static string Write(ImmutableArray<FoundJob> jobs, string origin) => new ScriptWriter(jobs).Write(origin);

    private string Write(string origin)
    {
        var text = new StringBuilder();
        text.Append("#r \"PluginCi.Dsl.dll\"\n").Append("using static PluginCi.Dsl.Ci;\n\n// Imported from ").Append(origin.ReplaceLineEndings(" ")).Append(".\n");
        if (_systemLines.Count > 0)
        {
            text.AppendJoin('\n', _systemLines).Append("\n\n");
        }

        if (!_shared.IsEmpty)
        {
            text.Append("// The variables of all jobs.\n");
            text.Append("PluginCi.Dsl.Job Shared(PluginCi.Dsl.Job job) => job").AppendJoin("", _shared.Select(pair => $"\n    .Env({Plain(pair.Key)}, {Plain(pair.Value)})")).Append(";\n\n");
        }

        if (_stepLines.Count > 0)
        {
            text.Append("// What several jobs do.\n").AppendJoin('\n', _stepLines).Append("\n\n");
        }

        var writer = new JobWriter(_variables, SystemText, _shared.Keys.ToHashSet()) { StepOf = _steps.GetValueOrDefault, ArtifactsOf = name => _jobs.First(job => job.Name == name).Artifacts.Select(artifact => artifact.Name).Distinct() };
        foreach (var job in _jobs)
        {
            text.Append(writer.Write(job)).Append('\n');
        }

        return text.Append("\nreturn Project(").AppendJoin(",", Parts()).Append(");\n").ToString();
    }

    // A job of several pipelines stands in each; one of all stands in a stage.
    private IEnumerable<string> Parts()
    {
        (string Call, FoundJob[] Jobs)[] parts =
        [
            ("Commit(", [.. _jobs.Where(job => job.Pipelines.IsEmpty && job.Services.IsEmpty)]),
            ("Acceptance(", [.. _jobs.Where(job => job.Pipelines.IsEmpty && !job.Services.IsEmpty)]),
            .. _jobs.SelectMany(job => job.Pipelines).Distinct().Select(pipeline => ($"In({Plain(pipeline)}, ", _jobs.Where(job => job.Pipelines.Contains(pipeline)).ToArray())),
        ];
        string[] written = [.. parts.Where(part => part.Jobs.Length > 0).Select(part => $"{part.Call}{string.Join(", ", part.Jobs.Select(job => _variables[job.Name]))})")];
        return written.Length == 1 ? written : written.Select(part => $"\n    {part}");
    }

    private void NameSystems(HashSet<string> taken)
    {
        foreach (var same in _jobs.Select(job => job.System).OfType<FoundSystem>().Where(system => !system.Release.Contains(FoundMatrix.Open, StringComparison.Ordinal)).GroupBy(KeyOf).Where(same => same.Count() > 1))
        {
            var name = CSharpText.Variable(same.First().Name, taken);
            _systemLines.Add($"var {name} = {Expression(same.First(), value => value)};");
            _systems.Add(same.Key, name);
        }
    }

    // Lines that somebody would have to read twice to see that they are the same.
    private void NameSteps(HashSet<string> taken)
    {
        var several = _jobs.SelectMany(job => job.Steps.Distinct()).Where(step => step.Count(letter => letter == '\n') >= ShortestShared && !step.Contains(FoundMatrix.Open, StringComparison.Ordinal)).GroupBy(step => step).Where(same => same.Count() > 1);
        foreach (var step in several.Select(same => same.Key))
        {
            _steps[step] = CSharpText.Variable("commands", taken);
            _stepLines.Add($"const string {_steps[step]} = {Plain(step)};");
        }
    }

    private string SystemText(FoundSystem system, Func<string, string> valueOf) => _systems.GetValueOrDefault(KeyOf(system)) ?? Expression(system, valueOf);

    private static string Expression(FoundSystem system, Func<string, string> valueOf)
    {
        string Text(string text) => CSharpText.Literal(text, 0, valueOf);
        return system.Image is { } image
            ? $"Image({Text(image)})"
            : $"Debian({Text(system.Release)}){(system.Packages.IsEmpty ? "" : $".Apt({string.Join(", ", system.Packages.Select(Text))})")}";
    }

    private static string KeyOf(FoundSystem system) => $"{system.Image}|{system.Release}|{string.Join(',', system.Packages)}";

    private static string Plain(string text) => CSharpText.Literal(text, 4, name => name);

    // One or two variables are said sooner than explained.
    private static ImmutableSortedDictionary<string, string> FindShared(ImmutableArray<FoundJob> jobs)
    {
        var shared = jobs[0].Environment.Where(pair => !pair.Value.Contains(FoundMatrix.Open, StringComparison.Ordinal) && jobs.All(job => job.Environment.TryGetValue(pair.Key, out var value) && value == pair.Value)).ToImmutableSortedDictionary();
        return jobs.Length > 1 && shared.Count > 1 ? shared : ImmutableSortedDictionary<string, string>.Empty;
    }
}
