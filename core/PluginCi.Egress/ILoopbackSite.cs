namespace PluginCi.Egress;

/// <summary>What a build finds at the address of its proxy itself, for which it needs no proxy. It hears a path and nothing else of a request, so that nothing else can matter.</summary>
public interface ILoopbackSite
{
    /// <summary>Whether it stands for a resource of a host.</summary>
    /// <param name="host">The host of a plain request, in the form of <see cref="Model.HostPattern"/>.</param>
    /// <param name="port">Its port.</param>
    /// <param name="path">What is asked for, from its first <c>/</c> on.</param>
    /// <returns>What it stands for here, or null when the request is for the host.</returns>
    string? PathOf(string host, int port, string path);

    /// <summary>Answers. Called from any thread, also several at once. It tells by itself what came of it.</summary>
    /// <param name="path">What is asked for, as the build wrote it, from its first <c>/</c> on.</param>
    /// <param name="trySpend">Told of bytes that are fetched for the answer, before they are kept anywhere; false when the build may have no more. What is told also shows that the answer is still coming.</param>
    /// <param name="cancellationToken">Ends the call, also when the build does not wait any more.</param>
    /// <returns>The answer; trouble is one too. What is sent of it costs nothing more.</returns>
    Task<LoopbackAnswer> AnswerAsync(string path, Func<int, bool> trySpend, CancellationToken cancellationToken);
}
