namespace PluginCi.Plugins;

/// <summary>The workspace of a build that runs elsewhere.</summary>
internal interface IRemoteFiles
{
    /// <summary>Names all regular files below the workspace, each with <c>./</c> before it and a zero byte after it.</summary>
    /// <param name="output">Takes the names, in pieces.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task ListAsync(Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken);

    /// <summary>Packs files, as one tar archive or several in a row. Those that are gone or cannot be read are left out.</summary>
    /// <param name="names">Their names, in the form of <see cref="ListAsync"/>.</param>
    /// <param name="output">Takes the archives, in pieces.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task SendAsync(MemoryStream names, Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken);
}
