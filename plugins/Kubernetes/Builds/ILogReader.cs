namespace PluginCi.Plugins.Kubernetes;

/// <summary>Takes what a container printed, in pieces of any size.</summary>
internal interface ILogReader
{
    /// <summary>Reads on.</summary>
    void Read(ReadOnlySpan<byte> bytes);

    /// <summary>Looks once more at what was read before.</summary>
    /// <param name="bytes">The next of it.</param>
    /// <param name="isStart">True for the first that the cluster still has.</param>
    void ReadAgain(ReadOnlySpan<byte> bytes, bool isStart);

    /// <summary>Some of what was read may come once more: it does not count again to a limit of output.</summary>
    /// <param name="bytes">How many bytes of it, at most.</param>
    void Forgive(long bytes);

    /// <summary>Between what was read and what comes next something may be missing.</summary>
    void TellGap();

    /// <summary>Tells a last line that has no end.</summary>
    void Finish();
}
