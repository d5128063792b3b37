using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Pipelines;
using System.Text;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>Takes reports and what a build hands on from where it ran: a list of names first, then the files that fit, in one archive.</summary>
internal sealed class HandBack(IRemoteFiles remote, BuildRequest request)
{
    // What 10,000 files of usual names take several times over.
    private const int LongestList = 4_000_000;
    private const int MostReports = 100;
    private const int MostReportBytes = 16 << 20;
    private const int MostBytesOfOneReport = 4 << 20;

    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Program = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly SortedDictionary<string, byte[]> _reports = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    private long _outboxRoom = request.Outbox?.MostBytes ?? 0;
    private int _reportRoom = MostReportBytes;

    /// <summary>The reports, once they are taken.</summary>
    public ImmutableArray<ReportFile> Reports => [.. _reports.Select(report => new ReportFile(report.Key, report.Value))];

    /// <summary>Takes them. A second time, with another one of these, it takes all of them again.</summary>
    /// <param name="hasPassed">True when the build hands on; else it hands back what is taken of one that failed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null, or why the build does not pass.</returns>
    public async Task<StopReason?> CollectAsync(bool hasPassed, CancellationToken cancellationToken)
    {
        EmptyOutbox();
        var outbox = hasPassed ? request.Outbox : request.Outbox is { FilesOfFailed.IsEmpty: false } all ? all with { Files = all.FilesOfFailed } : null;
        if (outbox is null && request.Job.TestReports.IsEmpty)
        {
            return null;
        }

        var names = await ListAsync(cancellationToken);
        string[] reports = [.. (names ?? []).Where(IsReport).Order(StringComparer.Ordinal).Take(MostReports)];
        string[] files = outbox is null ? [] : [.. (names ?? []).Where(name => Fits(outbox, name))];
        if (outbox is not null && (names is null || files.Length > outbox.MostFiles))
        {
            return new StopReason(BuildResult.LimitExceeded, $"The build hands on more than {outbox.MostFiles} files. Publish less, or pack them into one.");
        }

        string[] wanted = [.. files.Union(reports)];
        var excess = wanted.Length == 0 ? null : await TakeAsync(wanted, outbox, cancellationToken);
        return excess ?? (files.FirstOrDefault(file => !_taken.Contains(file)) is { } missing
            ? new StopReason(BuildResult.Failure, $"The file {missing} cannot be handed on: it cannot be read, or it changed meanwhile. End what writes it before the last step ends.")
            : null);
    }

    private void EmptyOutbox()
    {
        foreach (var entry in request.Outbox is { } outbox ? new DirectoryInfo(outbox.Folder).EnumerateFileSystemInfos() : [])
        {
            if (entry is DirectoryInfo folder && folder.LinkTarget is null)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    private bool IsReport(string name) => ReportName(name) is { } below && request.Job.TestReports.Any(glob => Glob.IsMatch(glob, below));

    private string? ReportName(string name) => request.StartIn == "." ? name
        : name.StartsWith(request.StartIn + "/", StringComparison.Ordinal) ? name[(request.StartIn.Length + 1)..] : null;

    private static bool Fits(Outbox outbox, string name) => RelativePath.IsInside(name) && outbox.Files.Any(glob => Glob.IsMatch(glob, name));

    /// <returns>The names of all regular files; null when they are too many.</returns>
    private async Task<string[]?> ListAsync(CancellationToken cancellationToken)
    {
        using var list = new MemoryStream();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await remote.ListAsync(
                async bytes =>
                {
                    list.Write(bytes.Span);
                    if (list.Length > LongestList)
                    {
                        await enough.CancelAsync();
                    }
                },
                enough.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        return [.. Encoding.UTF8.GetString(list.ToArray()).Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(name => name.StartsWith("./", StringComparison.Ordinal)).Select(name => name[2..])];
    }

    private async Task<StopReason?> TakeAsync(string[] wanted, Outbox? outbox, CancellationToken cancellationToken)
    {
        var names = Encoding.UTF8.GetBytes(string.Concat(wanted.Select(name => $"./{name}\0")));
        var pipe = new Pipe();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(names, pipe.Writer, enough.Token);
        try
        {
            return await UnpackAsync(pipe.Reader, [.. wanted], outbox, cancellationToken);
        }
        finally
        {
            // Nobody reads any more, and what sends must not wait for that.
            await enough.CancelAsync();
            await pipe.Reader.CompleteAsync();
            await sending;
        }
    }

    /// <summary>Never fails: the other end of the pipe does.</summary>
    private async Task SendAsync(byte[] names, PipeWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            using var input = new MemoryStream(names);
            await remote.SendAsync(input, async bytes => await writer.WriteAsync(bytes, cancellationToken), cancellationToken);
            await writer.CompleteAsync();
        }
#pragma warning disable CA1031 // Whoever reads the pipe gets it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await writer.CompleteAsync(exception);
        }
    }

    // Many names make several archives, one after the other.
    private async Task<StopReason?> UnpackAsync(PipeReader archives, HashSet<string> wanted, Outbox? outbox, CancellationToken cancellationToken)
    {
        await using var rest = new Countdown(archives.AsStream());
        while (!rest.IsAtEnd)
        {
            await using var reader = new TarReader(rest, leaveOpen: true);
            while (await NextAsync(reader, cancellationToken) is { } entry)
            {
                var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                try
                {
                    if (wanted.Contains(name) && await TakeAsync(entry, name, outbox, cancellationToken) is { } excess)
                    {
                        return excess;
                    }
                }
                catch (PathTooLongException)
                {
                    return new StopReason(BuildResult.Failure, $"The file {name} cannot be handed on: its name is too long for the server. Publish it by a shorter one, or pack it into an archive.");
                }
            }
        }

        return null;
    }

    private static async Task<TarEntry?> NextAsync(TarReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.GetNextEntryAsync(copyData: false, cancellationToken);
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private async Task<StopReason?> TakeAsync(TarEntry entry, string name, Outbox? outbox, CancellationToken cancellationToken)
    {
        await using var source = Open(entry, outbox);
        if (source is null)
        {
            return null;
        }

        var isHandedOn = outbox is not null && Fits(outbox, name);
        if (isHandedOn && (_outboxRoom -= source.Length) < 0)
        {
            return new StopReason(BuildResult.LimitExceeded, $"The build hands on more than {outbox!.MostBytes} bytes. Publish less.");
        }

        var path = isHandedOn ? Path.Combine(outbox!.Folder, name) : null;
        if (path is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var target = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = entry.Mode.HasFlag(UnixFileMode.UserExecute) ? Program : Plain,
            });
            await source.CopyToAsync(target, cancellationToken);
        }

        if (IsReport(name))
        {
            await using var content = path is null ? null : File.OpenRead(path);
            await ReadReportAsync(content ?? source, ReportName(name)!, cancellationToken);
        }

        _taken.Add(name);
        return null;
    }

    // A file that has two names is there once, and is named by the other.
    private static Stream? Open(TarEntry entry, Outbox? outbox) => entry.EntryType switch
    {
        TarEntryType.RegularFile or TarEntryType.V7RegularFile => entry.DataStream ?? Stream.Null,
#pragma warning disable CA2000 // The caller disposes it.
        TarEntryType.HardLink => Reopen(entry.LinkName, outbox),
#pragma warning restore CA2000
        _ => null,
    };

    private static FileStream? Reopen(string link, Outbox? outbox)
    {
        var path = outbox is null ? null : Path.Combine(outbox.Folder, link.StartsWith("./", StringComparison.Ordinal) ? link[2..] : link);
        return path is not null && path.StartsWith(outbox!.Folder + "/", StringComparison.Ordinal) && RelativePath.IsInside(Path.GetRelativePath(outbox.Folder, path)) && File.Exists(path) ? File.OpenRead(path) : null;
    }

    private async Task ReadReportAsync(Stream source, string name, CancellationToken cancellationToken)
    {
        var content = new byte[Math.Min(Math.Min(source.Length, MostBytesOfOneReport), _reportRoom)];
        await source.ReadExactlyAsync(content, cancellationToken);
        if (content.Length > 0)
        {
            _reports[name] = content;
            _reportRoom -= content.Length;
        }
    }

    /// <summary>A stream that knows when it was read to its end.</summary>
    private sealed class Countdown(Stream inner) : Stream
    {
        public bool IsAtEnd { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Note(inner.Read(buffer, offset, count), count);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Note(await inner.ReadAsync(buffer, cancellationToken), buffer.Length);

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Note(int read, int wanted)
        {
            IsAtEnd |= read == 0 && wanted > 0;
            return read;
        }
    }
}
