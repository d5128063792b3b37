using System.Globalization;

namespace PluginCi.Import;

/// <summary>Writes one job as a variable of a script.</summary>
/// <param name="variables">The variables of all jobs, by their names.</param>
/// <param name="systemOf">The expression of a system.</param>
/// <param name="shared">The environment that the script's function <c>Shared</c> sets.</param>
internal sealed class JobWriter(IReadOnlyDictionary<string, string> variables, Func<FoundSystem, Func<string, string>, string> systemOf, IReadOnlySet<string> shared)
{
    // What fits here stands in one line.
    private const int Widest = 150;

    private const int Indent = 4;

    public string Write(FoundJob job)
    {
        var valueOf = ValuesOf(job.Matrix);
        string Text(string text) => CSharpText.Literal(text, Indent, valueOf);
        var head = $"Job({Text(NameOf(job))})";
        head = shared.Count > 0 ? $"Shared({head})" : head;
        string[] verbs = [.. VerbsOf(job, Text, valueOf)];
        var (open, close) = job.Matrix is { } matrix ? ($"Matrix({ValuesText(matrix)}, {ParameterOf(matrix)} => ", ")") : ("", "");
        var line = $"var {variables[job.Name]} = {open}{head}{string.Concat(verbs)}{close};";
        return line.Length <= Widest && !line.Contains('\n', StringComparison.Ordinal)
            ? line
            : $"var {variables[job.Name]} = {open}{head}{string.Concat(verbs.Select(verb => $"\n    {verb}"))}{close};";
    }

    private IEnumerable<string> VerbsOf(FoundJob job, Func<string, string> text, Func<string, string> valueOf)
    {
        string Texts(IEnumerable<string> all) => string.Join(", ", all.Select(text));
        if (job.System is { } system)
        {
            yield return $".On({systemOf(system, valueOf)})";
        }

        foreach (var verb in WhenItRuns(job, Texts).Concat(WhatItHas(job, text, Texts)))
        {
            yield return verb;
        }

        foreach (var step in job.Steps)
        {
            yield return $".Sh({StepOf(step) ?? text(step)})";
        }

        foreach (var artifact in job.Artifacts)
        {
            yield return $".Publish({text(artifact.Glob)}, {text(artifact.Name)})";
        }

        if (!job.Reports.IsEmpty)
        {
            yield return $".JUnit({Texts(job.Reports)})";
        }
    }

    private IEnumerable<string> WhenItRuns(FoundJob job, Func<IEnumerable<string>, string> texts)
    {
        var named = new (string Verb, string[] Needs)[]
        {
            ("After", [.. job.Needs.Where(need => !need.IsSoft).Select(need => need.Job)]),
            ("SoftAfter", [.. job.Needs.Where(need => need.IsSoft).Select(need => need.Job)]),
        };
        foreach (var (verb, needs) in named.Where(entry => entry.Needs.Length > 0))
        {
            yield return $".{verb}({string.Join(", ", needs.Select(need => variables[need]))})";
        }

        var lists = new (string Verb, IEnumerable<string> Texts)[]
        {
            ("WhenChanged", job.WhenChanged), ("Irrelevant", job.Irrelevant), ("Branches", job.Branches), ("Semaphore", job.Semaphores),
        };
        foreach (var (verb, all) in lists.Where(entry => entry.Texts.Any()))
        {
            yield return $".{verb}({texts(all)})";
        }

        if (job.Timeout is { } limit)
        {
            yield return limit.Ticks % TimeSpan.TicksPerMinute == 0
                ? string.Create(CultureInfo.InvariantCulture, $".Timeout(Minutes({limit.TotalMinutes}))")
                : string.Create(CultureInfo.InvariantCulture, $".Timeout(Seconds({limit.TotalSeconds}))");
        }

        var numbers = new (string Verb, int? Count)[] { ("Attempts", job.Attempts), ("RetryFlakes", job.FlakeRetries) };
        foreach (var (verb, count) in numbers.Where(entry => entry.Count is not null))
        {
            yield return $".{verb}({count})";
        }

        if (!job.IsVoting)
        {
            yield return ".NonVoting()";
        }

        if (job.HoldsFollowing)
        {
            yield return ".HoldsFollowing()";
        }
    }

    private IEnumerable<string> WhatItHas(FoundJob job, Func<string, string> text, Func<IEnumerable<string>, string> texts)
    {
        if (!job.Registries.IsEmpty)
        {
            yield return $".Dependencies({string.Join(", ", job.Registries.Select(kind => $"Registry.{kind}"))})";
        }

        if (!job.Hosts.IsEmpty)
        {
            yield return $".Network({texts(job.Hosts)})";
        }

        foreach (var cache in job.Caches)
        {
            yield return cache.KeyFiles.IsEmpty ? $".Cache({text(cache.Folder)})" : $".Cache({text(cache.Folder)}, key: Files({texts(cache.KeyFiles)}))";
        }

        foreach (var service in job.Services)
        {
            yield return $".Service(Service.{service.Kind}({text(service.Version)}){(service.Name is { } name ? $".Named({text(name)})" : "")})";
        }

        foreach (var (name, value) in job.Environment.Where(variable => !shared.Contains(variable.Key)))
        {
            yield return $".Env({text(name)}, {text(value)})";
        }

        foreach (var (artifact, maker) in job.Needs.Where(need => need.Fetches).SelectMany(need => ArtifactsOf(need.Job).Select(artifact => (artifact, need.Job))))
        {
            yield return $".Fetch({variables[maker]}, {text(artifact)})";
        }
    }

    /// <summary>The name of a step that several jobs have; null for others.</summary>
    public Func<string, string?> StepOf { get; init; } = _ => null;

    /// <summary>The names of the artifacts of a job; set before anything is written.</summary>
    public Func<string, IEnumerable<string>> ArtifactsOf { get; init; } = _ => [];

    private static string NameOf(FoundJob job) =>
        job.Matrix is { } matrix ? string.Join('-', [job.Name, .. matrix.Names.Where(name => name != MatrixNames.Release).Take(matrix.Names.Contains(MatrixNames.Name) ? 1 : int.MaxValue).Select(FoundMatrix.Mark)]) : job.Name;

    private static Func<string, string> ValuesOf(FoundMatrix? matrix) => matrix switch
    {
        null => name => name,
        { Names.Length: 1 } => _ => ParameterOf(matrix),
        _ => name => $"{ParameterOf(matrix)}.{CSharpText.Member(name)}",
    };

    private static string ParameterOf(FoundMatrix matrix) => matrix.Names.Length == 1 ? CSharpText.Variable(matrix.Names[0], []) : "row";

    private static string ValuesText(FoundMatrix matrix)
    {
        static string Text(string value) => CSharpText.Literal(value, 0, name => name);
        string[] rows = matrix.Names.Length == 1
            ? [.. matrix.Rows.Select(row => Text(row[0]))]
            : [.. matrix.Rows.Select(row => $"({string.Join(", ", row.Zip(matrix.Names, (value, name) => $"{CSharpText.Member(name)}: {Text(value)}"))})")];
        var line = $"[{string.Join(", ", rows)}]";
        return line.Length <= 100 ? line : $"\n[\n    {string.Join(",\n    ", rows)},\n]";
    }
}
