namespace PluginCi.Scheduler;

/// <summary>Who is told first that a build is to end: what ends by one token is asked whether the other says so too.</summary>
public sealed class RunningBuildTests
{
    [Fact]
    public void That_it_ends_is_known_before_that_the_server_stops()
    {
        using var stop = new CancellationTokenSource();
        using var build = new RunningBuild(() => { }, stop.Token);
        var known = new List<bool>();
        using var told = build.LetGo.Register(() => known.AddRange([build.Token.IsCancellationRequested, build.Unwanted.IsCancellationRequested]));

        stop.Cancel();

        Assert.Equal([true, false], known);
    }

    [Fact]
    public void That_it_ends_is_known_before_that_nobody_wants_it()
    {
        using var stop = new CancellationTokenSource();
        using var build = new RunningBuild(() => { }, stop.Token);
        var known = new List<bool>();
        using var told = build.Unwanted.Register(() => known.AddRange([build.Token.IsCancellationRequested, build.LetGo.IsCancellationRequested]));

        build.Cancel();

        Assert.Equal([true, false], known);
    }
}
