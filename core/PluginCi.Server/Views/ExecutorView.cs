namespace PluginCi.Server;

/// <summary>Something that runs builds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Labels">What it offers.</param>
/// <param name="Capacity">How many builds it runs at once.</param>
/// <param name="Running">The builds that it runs now, by id.</param>
/// <param name="Waiting">How many builds wait that it could run.</param>
/// <param name="Drain">Why it gets no more builds; absent when it does.</param>
public sealed record ExecutorView(string Name, IReadOnlyList<string> Labels, int Capacity, IReadOnlyList<string> Running, int Waiting, DrainView? Drain);
