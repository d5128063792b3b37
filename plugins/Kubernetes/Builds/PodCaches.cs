using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>The folders that a build finds as an earlier one left them. Archives go in and come out over the API; only programs of its own pod look into them.</summary>
internal sealed class PodCaches(ApiClient api, string pod, BuildRequest request, IBuildOutput output)
{
    /// <summary>Unpacks them, where steps may write and nowhere else.</summary>
    /// <exception cref="ApiException">The API is away.</exception>
    public async Task UnpackAsync(CancellationToken cancellationToken)
    {
        foreach (var cache in request.Caches.Where(cache => cache.Archive is not null))
        {
            if (!await TryUnpackAsync(cache, cancellationToken))
            {
                output.Line(CacheArchive.NotUnpacked(cache));
            }
        }
    }

    /// <summary>Takes out those that are kept. A build that passed is not failed by them.</summary>
    public async Task PackAsync(CancellationToken cancellationToken)
    {
        foreach (var cache in request.Caches.Where(cache => cache.Into is not null))
        {
            if (await PackAsync(cache, cancellationToken) is { } problem)
            {
                File.Delete(cache.Into!);
                output.Line(CacheArchive.NotKept(cache, problem));
            }
        }
    }

    private async Task<bool> TryUnpackAsync(CacheFolder cache, CancellationToken cancellationToken)
    {
        await using var archive = new FileStream(cache.Archive!, FileMode.Open, FileAccess.Read);
        var unpack = new CacheArchive(cache).Unpack("-", StepProgram.Home, StepProgram.Workspace);
        string[] command = ["/bin/sh", "-c", $"head -c \"$1\" | {{ {unpack}; }}", "unpack", $"{archive.Length}"];
        return (await api.ExecAsync(pod, PodMaker.Steps, command, archive, _ => ValueTask.CompletedTask, cancellationToken)).Status == 0;
    }

    /// <returns>Null, or why there is no whole file now.</returns>
    private async Task<string?> PackAsync(CacheFolder cache, CancellationToken cancellationToken)
    {
        var room = cache.MostBytes;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await using var file = new FileStream(cache.Into!, FileMode.Create);
            var end = await api.ExecAsync(
                pod,
                PodMaker.Files,
                ["/bin/sh", "-c", new CacheArchive(cache).Pack(StepProgram.Home, StepProgram.Workspace)],
                null,
                async bytes =>
                {
                    room -= bytes.Length;
                    if (room < 0)
                    {
                        await enough.CancelAsync();
                    }

                    await file.WriteAsync(bytes, enough.Token);
                },
                enough.Token);
            return end.Status == 0 ? null : CacheArchive.NotThere;
        }
        catch (OperationCanceledException) when (room < 0)
        {
            return CacheArchive.TooLarge(cache);
        }
        catch (Exception exception) when (exception is ApiException or IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}
