namespace PluginCi.Plugin.Conformance;

/// <summary>One thing that an executor must do, by name.</summary>
public sealed class ConformanceCheck
{
    private readonly Func<ExecutorScene, Task> _check;

    internal ConformanceCheck(Func<ExecutorScene, Task> check)
    {
        _check = check;
        Name = check.Method.Name;
    }

    /// <summary>What must be so, as a sentence with underscores; unique. It stays the same between versions of the contract.</summary>
    public string Name { get; }

    /// <summary>Tries it, with a few builds.</summary>
    /// <param name="subject">The executor; one check at a time uses it.</param>
    /// <returns>When it holds.</returns>
    /// <exception cref="ConformanceException">It does not hold.</exception>
    public async Task RunAsync(ExecutorSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        using var scene = new ExecutorScene(subject);
        await _check(scene);
        await scene.CheckNothingIsLeftAsync();
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
