using System.Buffers;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Follows what a build prints, from its first byte to the end of its last step, whatever happens to the connection.</summary>
internal sealed class PodLog(ApiClient api, string pod, PodView view, StepReader reader, TimeProvider clock)
{
    private const int PieceBytes = 32 << 10;

    // The end of a container is told before the last of what it printed is in its log.
    // One that ended by itself has printed its last mark, which is waited for; one that was killed may never have.
    private const int ReadsOfAKilledOne = 4;
    private const int ReadsOfAnEndedOne = 60;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    private long _read;

    /// <summary>Follows it, from where it was left.</summary>
    /// <param name="isEnough">Asked after each piece: true ends it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>When that is enough, or the container has ended and all that it printed is read.</returns>
    public async Task FollowAsync(Func<bool> isEnough, CancellationToken cancellationToken)
    {
        var reads = 0;
        while (true)
        {
            // Asked before reading: what is printed between the two is read by the next round.
            var state = view.State!;
            var isWhole = false;
            try
            {
                isWhole = await ReadAsync(isEnough, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException or ApiException)
            {
                // The API or the node is away for a while. If it stays away, the build's time limit ends this.
            }

            if (isEnough())
            {
                return;
            }

            reads += isWhole && state.HasNoSteps ? 1 : 0;
            if (reads == (state.Steps is { Phase: ContainerPhase.Ended, ExitCode: 0 } ? ReadsOfAnEndedOne : ReadsOfAKilledOne) || (reads > 0 && state.HasEnded))
            {
                reader.Finish();
                return;
            }

            if (!view.State!.HasNoSteps)
            {
                await WaitAsync(cancellationToken);
            }
            else
            {
                await Task.Delay(Delay, clock, cancellationToken);
            }
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = view.WhenAsync(state => state.HasNoSteps, limit.Token);
        await Task.WhenAny(ended, Task.Delay(Delay, clock, limit.Token));
        await limit.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <returns>True when it was read to its end, false when there is none any more.</returns>
    private async Task<bool> ReadAsync(Func<bool> isEnough, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await api.OpenAsync($"{pod}/log?container={PodMaker.Steps}&follow=true", cancellationToken);
        }
        catch (ApiException exception) when (!exception.IsTransient && !exception.IsRight)
        {
            // A pod that is gone has no log, and one that was evicted may have lost it.
            return true;
        }

        using (response)
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var skip = _read;
            while (!isEnough())
            {
                // A build that prints nothing holds no buffer.
#pragma warning disable CA2022 // Reads nothing: it waits until there is something.
                await stream.ReadAsync(Memory<byte>.Empty, cancellationToken);
#pragma warning restore CA2022
                var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
                try
                {
                    var count = await stream.ReadAsync(buffer, cancellationToken);
                    if (count == 0)
                    {
                        break;
                    }

                    // The log is told from its beginning each time: what was read before is passed over.
                    var known = (int)Math.Min(skip, count);
                    skip -= known;
                    _read += count - known;
                    reader.Read(buffer.AsSpan(known, count - known));
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }

                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return true;
    }
}
