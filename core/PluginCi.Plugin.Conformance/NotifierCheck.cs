namespace PluginCi.Plugin.Conformance;

/// <summary>One thing that a notifier must do, by name.</summary>
public sealed class NotifierCheck
{
    private readonly Func<NotifierSubject, Task> _check;

    internal NotifierCheck(Func<NotifierSubject, Task> check)
    {
        _check = check;
        Name = check.Method.Name;
    }

    /// <summary>What must be so, as a sentence with underscores; unique. It stays the same between versions of the contract.</summary>
    public string Name { get; }

    /// <summary>Tries it, with a few notifications.</summary>
    /// <param name="subject">The notifier; one check at a time uses it.</param>
    /// <returns>When it holds.</returns>
    /// <exception cref="ConformanceException">It does not hold.</exception>
    public Task RunAsync(NotifierSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return _check(subject);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
