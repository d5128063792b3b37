using PluginCi.Model;
using PluginCi.Plugin;

namespace TestPlugins;

/// <summary>Registers one reporter, as its manifest says.</summary>
public sealed class Good : IPlugin
{
    public void Register(IPluginRegistry registry) => registry.AddReporter(new PlayedReporter());
}

/// <summary>Throws in <see cref="Register"/>.</summary>
public sealed class ThrowsOnRegister : IPlugin
{
    public void Register(IPluginRegistry registry) => throw new InvalidOperationException("no licence found");
}

/// <summary>Never returns from <see cref="Register"/>.</summary>
public sealed class HangsOnRegister : IPlugin
{
    public void Register(IPluginRegistry registry) => Thread.Sleep(Timeout.Infinite);
}

/// <summary>Registers nothing.</summary>
public sealed class RegistersNothing : IPlugin
{
    public void Register(IPluginRegistry registry)
    {
    }
}

/// <summary>Registers what it does not declare, too.</summary>
public sealed class RegistersTooMuch : IPlugin
{
    public void Register(IPluginRegistry registry)
    {
        registry.AddReporter(new PlayedReporter());
        registry.AddExecutor(new PlayedExecutor());
    }
}

/// <summary>Registers an executor that can pause.</summary>
public sealed class Pauses : IPlugin
{
    public void Register(IPluginRegistry registry) => registry.AddExecutor(new PlayedPausingExecutor());
}

/// <summary>Registers an executor that cannot pause.</summary>
public sealed class DoesNotPause : IPlugin
{
    public void Register(IPluginRegistry registry) => registry.AddExecutor(new PlayedExecutor());
}

/// <summary>Registers an executor whose builds outlive the server, and one whose builds can pause as well.</summary>
public sealed class Lasts : IPlugin
{
    public void Register(IPluginRegistry registry)
    {
        registry.AddExecutor(new PlayedLastingExecutor("lasts"));
        registry.AddExecutor(new PlayedBothExecutor());
    }
}

/// <summary>Registers a notifier.</summary>
public sealed class Notifies : IPlugin
{
    public void Register(IPluginRegistry registry) => registry.AddNotifier(new PlayedNotifier("releases"));
}

/// <summary>Registers two notifiers of one connection.</summary>
public sealed class NotifiesTwice : IPlugin
{
    public void Register(IPluginRegistry registry)
    {
        registry.AddNotifier(new PlayedNotifier("releases"));
        registry.AddNotifier(new PlayedNotifier("releases"));
    }
}

/// <summary>Is not a plugin.</summary>
public sealed class NotAPlugin;

/// <summary>Acts as the report's message says: <c>throw</c>, <c>hang</c>, or anything else.</summary>
public sealed class PlayedReporter : IReporter
{
    public Task ReportAsync(Report report, CancellationToken cancellationToken) => report.Message switch
    {
        "throw" => throw new FormatException("not a number"),
        "hang" => new TaskCompletionSource().Task,
        _ => Task.CompletedTask,
    };
}

/// <summary>Acts as the notification's text says: <c>throw</c>, <c>hang</c>, or anything else.</summary>
public sealed class PlayedNotifier(string connection) : INotifier
{
    public string Connection => connection;

    public Task NotifyAsync(Notification notification, CancellationToken cancellationToken) => notification.Text switch
    {
        "throw" => throw new FormatException("not a number"),
        "hang" => new TaskCompletionSource().Task,
        _ => Task.CompletedTask,
    };
}

/// <summary>Ends every build at once.</summary>
public sealed class PlayedExecutor : IExecutor
{
    public string Name => "played";

    public int Capacity => 1;

    public Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) =>
        Task.FromResult(new BuildOutcome(BuildResult.Success, "played", TimeSpan.Zero));
}

/// <summary>Pauses once, then ends as it was told: an answer other than the end of the pause throws.</summary>
public sealed class PlayedPausingExecutor : IPausingExecutor
{
    public string Name => "played";

    public int Capacity => 1;

    public Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) =>
        RunPausingAsync(request, output, _ => Task.CompletedTask, cancellationToken);

    public async Task<BuildOutcome> RunPausingAsync(
        BuildRequest request, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken)
    {
        await pause(cancellationToken);
        return new BuildOutcome(BuildResult.Success, "played", TimeSpan.Zero);
    }
}

/// <summary>Waits until it is let go of.</summary>
public class PlayedLastingExecutor(string name) : ILastingExecutor
{
    public string Name => name;

    public int Capacity => 1;

    public System.Collections.Immutable.ImmutableArray<string> Labels => ["lasting"];

    public Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) =>
        Task.FromResult(new BuildOutcome(BuildResult.Success, "It passed.", TimeSpan.Zero));

    public async Task<BuildOutcome> RunLastingAsync(BuildRequest request, IBuildOutput output, CancellationToken letGo, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, letGo);
        throw new FormatException("never");
    }
}

/// <summary>Can do both.</summary>
public sealed class PlayedBothExecutor() : PlayedLastingExecutor("both"), IPausingExecutor
{
    public async Task<BuildOutcome> RunPausingAsync(BuildRequest request, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken)
    {
        await pause(cancellationToken);
        return new BuildOutcome(BuildResult.Success, "It passed.", TimeSpan.Zero);
    }
}
