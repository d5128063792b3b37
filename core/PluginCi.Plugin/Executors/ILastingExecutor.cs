namespace PluginCi.Plugin;

/// <summary>An executor whose builds go on without the server. Optional: builds of others are cancelled when the server stops, and start anew with the next one.</summary>
/// <remarks>
/// A server that stops lets go of such builds, and one that is killed just vanishes. The next one asks for the same build by the same <see cref="BuildRequest.Build"/>,
/// with the same job and a workspace of the same content. The executor then joins what runs, or what has ended meanwhile, rather than starting it a second time.
/// Builds that pause are not let go of. Since contract 1.6.
/// </remarks>
public interface ILastingExecutor : IExecutor
{
    /// <summary>Runs a build to its end, or joins it.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="output">As in <see cref="IExecutor.RunAsync"/>. One that is joined tells its output again from its start.</param>
    /// <param name="letGo">The server stops: the build goes on, and the call ends soon with an <see cref="OperationCanceledException"/>.</param>
    /// <param name="cancellationToken">As in <see cref="IExecutor.RunAsync"/>; it counts for more than <paramref name="letGo"/>. One that is
    /// cancelled already ends a build that the server before this one has started.</param>
    /// <returns>As in <see cref="IExecutor.RunAsync"/>.</returns>
    /// <exception cref="OutsideException">The build could not be started; nothing is left of it.</exception>
    /// <exception cref="OperationCanceledException">It was let go of.</exception>
    Task<BuildOutcome> RunLastingAsync(BuildRequest request, IBuildOutput output, CancellationToken letGo, CancellationToken cancellationToken);
}
