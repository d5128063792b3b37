using System.Text;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Reads what the container of a service printed, up to a limit.</summary>
internal sealed class ServiceReader : ILogReader
{
    private readonly ServiceOutput _output;
    private readonly LineSplitter _lines;
    private readonly long _limit;
    private long _room;

    public ServiceReader(ServiceOutput output, long limit)
    {
        (_output, _limit, _room) = (output, limit, limit);
        _lines = new LineSplitter((line, _) => _output.Line(Encoding.UTF8.GetString(line)));
    }

    /// <summary>True when the rest is left out.</summary>
    public bool IsFull { get; private set; }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        if (IsFull)
        {
            return;
        }

        _lines.Read(bytes[..(int)Math.Min(bytes.Length, _room)]);
        _room -= bytes.Length;
        if (_room < 0)
        {
            IsFull = true;
            Finish();
            _output.TellFull();
        }
    }

    public void ReadAgain(ReadOnlySpan<byte> bytes, bool isStart)
    {
    }

    public void Forgive(long bytes) => _room = Math.Min(_limit, _room + bytes);

    public void TellGap()
    {
        Finish();
        _output.Line(StepReader.Lost);
    }

    public void Finish() => _lines.Finish();
}
