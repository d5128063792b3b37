using System.Diagnostics;

namespace PluginCi.Plugins.Ssh;

/// <summary>One run of <c>ssh</c>, from its start to its end.</summary>
internal sealed class SshCommand(Process process) : IDisposable
{
    private const int PieceBytes = 64 << 10;

    // Our commands end when their input does. One whose connection is dead never hears of that.
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(5);

    /// <summary>Gives it its input and takes its output until it ends.</summary>
    /// <param name="input">What it reads; null for an input that lasts as long as the call.</param>
    /// <param name="output">Where what it writes goes, in order.</param>
    /// <param name="cancellationToken">Ends its input, and so the command.</param>
    public async Task<SshAnswer> RunAsync(Stream? input, Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken)
    {
        var complaint = new LastLine(process.StandardError);
        var giving = input is null ? Task.CompletedTask : GiveAsync(input, cancellationToken);
        var closing = cancellationToken.Register(() => _ = EndAsync(giving));
        try
        {
            await TakeAsync(output, cancellationToken);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return new SshAnswer(process.ExitCode, await complaint.Text);
        }
        finally
        {
            await closing.DisposeAsync();
            Kill();
            await giving;
        }
    }

    public void Dispose() => process.Dispose();

    private async Task EndAsync(Task giving)
    {
        using var limit = new CancellationTokenSource(LastWord);
        try
        {
            // What is written to a command that does not read ends with the command alone.
            await giving.WaitAsync(limit.Token);
            CloseInput();
            await process.WaitForExitAsync(limit.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
        {
            Kill();
        }
    }

    private void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended, and was given back.
        }
    }

    private void CloseInput()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It has ended before it read all.
        }
    }

    private async Task TakeAsync(Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken)
    {
        var piece = new byte[PieceBytes];
        while (await process.StandardOutput.BaseStream.ReadAsync(piece, CancellationToken.None) is > 0 and var count)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                await output(piece.AsMemory(0, count));
            }
        }
    }

    /// <summary>Never fails: a command that does not read all says why by its status.</summary>
    private async Task GiveAsync(Stream input, CancellationToken cancellationToken)
    {
        try
        {
            await input.CopyToAsync(process.StandardInput.BaseStream, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // It has ended, or the call has.
        }

        CloseInput();
    }
}
