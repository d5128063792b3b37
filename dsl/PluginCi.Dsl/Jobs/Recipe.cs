using System.Collections.Immutable;

namespace PluginCi.Dsl;

/// <summary>Jobs that belong together, on one system: what a kind of project usually needs. Stages take it as it is. A value: every verb gives a new one and leaves this one as it is.</summary>
public sealed class Recipe
{
    private readonly BuildEnvironment? _system;
    private readonly ImmutableArray<Job> _jobs;

    // Made once: stages tell jobs that are the same from jobs of the same name.
    private readonly ImmutableArray<Job> _placed;

    internal Recipe(BuildEnvironment? system, ImmutableArray<Job> jobs)
    {
        _system = system;
        _jobs = jobs;
        _placed = [.. jobs.Select(job => system is null || job.Plan.RunsIn is not null ? job : job.On(system))];
    }

    /// <summary>One of its jobs, on its system: to have it in a stage of its own, or for another job to need.</summary>
    /// <param name="job">The job's name.</param>
    /// <exception cref="ArgumentException">It has no job of this name; the message lists those that it has.</exception>
    /// <example><code>var python = Python.Pytest(); return Project(Commit(python["lint"], python["unit"]));</code></example>
    public Job this[string job] => _placed[_jobs.IndexOf(Find(job, "this"))];

    /// <summary>All jobs of a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    public static implicit operator JobSet(Recipe recipe) => FromRecipe(recipe);

    /// <summary>All jobs of a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <returns>The jobs, on its system.</returns>
    /// <example><code>Job("publish").After(PluginCi.Dsl.Recipe.FromRecipe(recipe)).Sh("make publish")</code></example>
    public static JobSet FromRecipe(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return new JobSet(recipe._placed);
    }

    /// <summary>Puts all its jobs on another system.</summary>
    /// <param name="system">The system. It must have the programs that the recipe uses.</param>
    /// <returns>The recipe on that system.</returns>
    /// <example><code>Go.Module().On(Image("registry.example.org/ci/go@sha256:3b5a8f2c0d1e4f6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c"))</code></example>
    public Recipe On(BuildEnvironment system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return new Recipe(system, _jobs);
    }

    /// <summary>Adds packages to its system.</summary>
    /// <param name="packages">Names of Debian packages, or <c>name=version</c>.</param>
    /// <returns>The recipe with the packages.</returns>
    /// <exception cref="ArgumentException">Its system is no release of Debian.</exception>
    /// <example><code>Python.Pytest().Apt("python3-requests")</code></example>
    public Recipe Apt(params string[] packages) => _system is DebianEnvironment debian
        ? new Recipe(debian.Apt(packages), _jobs)
        : throw new ScriptMistake("PCI2038", "the recipe is not on a release of Debian, so that no packages can be added; say .On(Debian(\"bookworm\").Apt(…)).", nameof(Apt));

    /// <summary>Changes one of its jobs, with any verb that a job has.</summary>
    /// <param name="job">The job's name.</param>
    /// <param name="change">Gives the job as it shall be.</param>
    /// <returns>The recipe with the changed job in place of the old one.</returns>
    /// <exception cref="ArgumentException">It has no job of this name; the message lists those that it has.</exception>
    /// <example><code>Python.Pytest().Change("unit", unit => unit.Timeout(Minutes(60)))</code></example>
    public Recipe Change(string job, Func<Job, Job> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var found = Find(job, nameof(Change));
        return new Recipe(_system, _jobs.Replace(found, change(found)));
    }

    /// <summary>Changes all its jobs alike.</summary>
    /// <param name="change">Gives a job as it shall be.</param>
    /// <returns>The recipe with the changed jobs.</returns>
    /// <example><code>Python.Pytest().ChangeAll(job => job.Irrelevant("docs/**"))</code></example>
    public Recipe ChangeAll(Func<Job, Job> change) => new(_system, [.. _jobs.Select(change)]);

    /// <summary>Leaves some of its jobs out.</summary>
    /// <param name="jobs">Their names.</param>
    /// <returns>The recipe without them.</returns>
    /// <exception cref="ArgumentException">It has no job of such a name; the message lists those that it has.</exception>
    /// <example><code>Python.Pytest().Without("package")</code></example>
    public Recipe Without(params string[] jobs) => new(_system, _jobs.RemoveRange(jobs.Select(job => Find(job, nameof(Without)))));

    /// <summary>Puts something before the names of all its jobs: for a project that has several recipes, or one for several versions of a language.</summary>
    /// <param name="prefix">What; <c>py313</c> makes <c>py313-unit</c> of <c>unit</c>.</param>
    /// <returns>The recipe with these names.</returns>
    /// <example><code>return Project(Commit(Python.Pytest(), Python.Pytest("trixie").Prefix("trixie")));</code></example>
    public Recipe Prefix(string prefix) => new(_system, [.. _jobs.Select(job => job.WithName($"{prefix}-{job.Plan.Name}"))]);

    /// <summary>Gives a job these commands as its only steps; makes it where there is none of this name, and leaves it out where there are none.</summary>
    internal Recipe WithCommands(string job, ImmutableArray<string> commands, Place at)
    {
        var known = _jobs.FirstOrDefault(one => one.Plan.Name == job);
        var made = commands.Aggregate(known?.WithoutSteps() ?? Ci.Job(job, at.Path, at.Line), (made, command) => made.Sh(command));
        return new Recipe(_system, commands.IsEmpty ? _jobs.RemoveAll(one => one == known) : known is null ? _jobs.Add(made) : _jobs.Replace(known, made));
    }

    private Job Find(string name, string word) => _jobs.FirstOrDefault(job => job.Plan.Name == name) ?? throw new ScriptMistake(
        "PCI2037", $"the recipe has no job '{name}'; it has {string.Join(", ", _jobs.Select(job => job.Plan.Name))}.{Nearest.Question(name, _jobs.Select(job => job.Plan.Name))}", word);
}
