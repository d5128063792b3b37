using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Passes on what a build tells without the values of its secrets, also where an executor cuts a line that is too long.</summary>
/// <param name="inner">Where it is told.</param>
/// <param name="mask">The values.</param>
public sealed class MaskedOutput(IBuildOutput inner, SecretMask mask) : IBuildOutput
{
    // Executors cut lines into pieces of 64 KiB, which may be fewer characters.
    private const int ShortestPiece = 8 << 10;

    private readonly Lock _guard = new();
    private string _held = "";

    /// <inheritdoc/>
    public void PreparationStarted(string what)
    {
        EndPiece();
        inner.PreparationStarted(mask.Apply(what));
    }

    /// <inheritdoc/>
    public void PreparationEnded(TimeSpan time)
    {
        EndPiece();
        inner.PreparationEnded(time);
    }

    /// <inheritdoc/>
    public void StepStarted(int index, string title)
    {
        EndPiece();
        inner.StepStarted(index, mask.Apply(title));
    }

    /// <inheritdoc/>
    public void StepFailed(int index)
    {
        EndPiece();
        inner.StepFailed(index);
    }

    /// <inheritdoc/>
    public void Line(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (mask.IsEmpty)
        {
            inner.Line(line);
            return;
        }

        lock (_guard)
        {
            var text = _held + line;
            var cut = line.Length < ShortestPiece ? text.Length : mask.FindCut(text);
            _held = text[cut..];
            inner.Line(mask.Apply(text[..cut]));
        }
    }

    /// <inheritdoc/>
    public void ServiceLine(string service, string line) => inner.ServiceLine(service, mask.Apply(line));

    /// <summary>Tells the rest of a piece that nothing came after.</summary>
    public void End() => EndPiece();

    private void EndPiece()
    {
        lock (_guard)
        {
            if (_held.Length > 0)
            {
                inner.Line(mask.Apply(_held));
                _held = "";
            }
        }
    }
}
