using PluginCi.Egress;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>What a build finds at its proxy: <c>/wait/</c>, which never answers, and <c>/hello/</c>.</summary>
internal sealed class WaitingSite : ILoopbackSite
{
    /// <summary>Steps that wait at the first, are cut off, and ask for the other.</summary>
    public const string Asks = """
        ask() { LC_ALL=C bash -c 'exec 3<>/dev/tcp/127.0.0.1/3128; printf "GET $0 HTTP/1.1\r\nHost: 127.0.0.1:3128\r\n\r\n" >&3; tail -n 1 <&3' "$1"; }
        ask /wait/; echo cut; ask /hello/
        """;

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when a build waits.</summary>
    public Task WhenAsked => _asked.Task;

    /// <summary>A proxy with nothing else.</summary>
    public EgressProxy Open(string path) => EgressProxy.Start(path, new EgressRules([], []) { Site = this }, _ => { }, null, TimeProvider.System);

    public string? PathOf(string host, int port, string path) => null;

    public async Task<LoopbackAnswer> AnswerAsync(string path, Func<int, bool> trySpend, CancellationToken cancellationToken)
    {
        if (path == "/wait/")
        {
            _asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return LoopbackAnswer.Of(200, "hello\n");
    }
}
