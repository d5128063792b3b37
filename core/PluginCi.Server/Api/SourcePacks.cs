using Microsoft.AspNetCore.Http;
using PluginCi.Git;
using PluginCi.Scheduler;

namespace PluginCi.Server;

/// <summary>Writes packs of commits to who asks for them, few at a time: each takes a processor and, of a large project, much memory.</summary>
internal sealed class SourcePacks(GitMirrors mirrors) : IDisposable
{
    public const string ContentType = "application/x-git-packed-objects";

    private const int MostAtOnce = 2;

    private readonly SemaphoreSlim _room = new(MostAtOnce);

    public IResult Of(FrozenSource source, CancellationToken stopping) => new Pack(this, source, stopping);

    public void Dispose() => _room.Dispose();

    private sealed class Pack(SourcePacks packs, FrozenSource source, CancellationToken stopping) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
            httpContext.Response.ContentType = ContentType;
            try
            {
                // At once, so that who waits knows that it is coming. What goes wrong later ends the connection: a pack says itself where it ends.
                await httpContext.Response.StartAsync(ending.Token);
                await httpContext.Response.Body.FlushAsync(ending.Token);
                await packs._room.WaitAsync(ending.Token);
                try
                {
                    await packs.WriteAsync(source, httpContext.Response.Body, ending.Token);
                }
                finally
                {
                    packs._room.Release();
                }
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                httpContext.Abort();
            }
        }
    }

    private Task WriteAsync(FrozenSource source, Stream to, CancellationToken cancellationToken) => mirrors.Of(source.Project).SendAsync(source.Commit, to, cancellationToken);
}
