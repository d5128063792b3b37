using System.Diagnostics;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Environments;

/// <summary>The systems that builds declared: each is made once, then shared, made anew when it is old, and removed when nobody used it for long.</summary>
/// <remarks>A folder is named by the hash of what was declared and the hash of the packages that this came to. It appears whole or not at all.</remarks>
internal sealed class SystemStore
{
    // Part of each name, to be raised when systems are laid out in another way: those that an earlier release made are then made anew.
    private const string Layout = "layout 2";

    // After a renewal that failed: a mirror that is down must not hold up every build.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    // What runs was used since.
    private static readonly TimeSpan LongestBuild = TimeSpan.FromDays(1);

    private readonly SystemFolders _folders;
    private readonly BaseSystems _bases;
    private readonly EnvironmentSettings _settings;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Making> _makings = [];

    /// <summary>Takes a folder, and removes what a server that was killed left in it.</summary>
    /// <param name="dataDirectory">The plugin's data, where the folder is unless the settings name another; made when it is not there.</param>
    /// <param name="settings">How long systems stay, and where their packages come from.</param>
    /// <param name="clock">The time.</param>
    public SystemStore(string dataDirectory, EnvironmentSettings settings, TimeProvider clock)
    {
        (_settings, _clock) = (settings, clock);
        _folders = new SystemFolders(settings.Folder ?? Path.Combine(dataDirectory, "environments"));
        _bases = new BaseSystems(_folders, settings, clock);
    }

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    /// <summary>The system that a build declared. While it is made, that is a stage of the build.</summary>
    /// <param name="declared">What it declared.</param>
    /// <param name="output">Where that is told, and then what it came to.</param>
    /// <param name="cancellationToken">As of the other one.</param>
    public async Task<SystemRoot> GetAsync(DeclaredSystem declared, IBuildOutput output, CancellationToken cancellationToken)
    {
        var preparation = new Preparation(declared.Plan.ToString(), output, _clock);
        try
        {
            var root = await GetAsync(declared, preparation.Tell, cancellationToken);
            preparation.End();
            output.Line(root.Describe(declared.Plan));
            return root;
        }
        catch
        {
            preparation.End();
            throw;
        }
    }

    /// <summary>The system of a declaration; made first where it is not there yet or is old.</summary>
    /// <param name="wanted">The declaration.</param>
    /// <param name="tell">Takes the lines that the making prints, as they come.</param>
    /// <param name="cancellationToken">Ends the wait at once. The making goes on while others wait for it, and is given up otherwise.</param>
    /// <exception cref="EnvironmentException">It cannot be made as it is declared.</exception>
    /// <exception cref="OutsideException">It cannot be made now: the mirror or the machine is in the way.</exception>
    public async Task<SystemRoot> GetAsync(DeclaredSystem wanted, Action<string> tell, CancellationToken cancellationToken)
    {
        var declared = NameOf(wanted);
        Making? making;
        lock (_lock)
        {
            var found = _folders.Find(declared);
            if (found is not null && (wanted.IsExact || Now - found.Resolved < TimeSpan.FromDays(_settings.RenewDays)))
            {
                found.Used = Now;
                return found;
            }

            if (!_makings.TryGetValue(declared, out making) || !making.TryJoin(tell))
            {
                making = new Making(tell, (all, givenUp) => MakeAsync(wanted, declared, found, all, givenUp));
                _makings[declared] = making;
            }
        }

        return await making.WaitAsync(tell, cancellationToken);
    }

    /// <summary>Done when every making that was started until now has ended, also those that were given up.</summary>
    public Task WhenMadeAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_makings.Values.Select(making => making.Ended));
        }
    }

    /// <summary>The first half of the names of a declaration's systems.</summary>
    public string NameOf(DeclaredSystem wanted) => SystemFolders.Hash(string.Join('\n', wanted.Plan switch
    {
        DebianPlan debian => debian.Packages.Prepend(debian.Suite).Append($"from {_settings.DebianMirror}").Concat(_settings.DebianSources).Append(Layout).Concat(wanted.Locked),
        ImagePlan image => [image.Reference, Layout],
        _ => throw new UnreachableException(),
    }));

    private async Task<SystemRoot> MakeAsync(DeclaredSystem wanted, string declared, SystemRoot? old, Action<string> tell, CancellationToken givenUp)
    {
        RemoveUnused();
        tell(old is null ? $"{wanted.Plan} is made, once for all builds that run on it." : Invariant($"{wanted.Plan} is of {old.Resolved:yyyy-MM-dd} and is made anew."));
        try
        {
            var made = await MakeAsync(wanted, declared, tell, givenUp);
            if (old is not null)
            {
                TellChanges(old, made, tell);
            }

            return made;
        }
        catch (Exception exception) when (old is not null && exception is EnvironmentException or OutsideException)
        {
            tell($"{exception.Message} The build goes on with what is there; this is tried again in an hour.");
            lock (_lock)
            {
                old!.Resolved = Now - TimeSpan.FromDays(_settings.RenewDays) + Patience;
                old.Used = Now;
                return old;
            }
        }
    }

    private async Task<SystemRoot> MakeAsync(DeclaredSystem wanted, string declared, Action<string> tell, CancellationToken givenUp)
    {
        var made = _folders.Begin(declared);
        using var limit = new CancellationTokenSource(_settings.MakingLimit, _clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(givenUp, limit.Token);
        try
        {
            var began = _clock.GetTimestamp();
            await (wanted.Plan switch
            {
                DebianPlan debian => _bases.MakeAsync(debian, wanted.Locked, made, tell, ended.Token),
                ImagePlan image => new ImageMaker(image, made, _settings, tell).RunAsync(ended.Token),
                _ => throw new UnreachableException(),
            });
            (made.Resolved, made.Used) = (Now, Now);
            SystemRoot whole;
            lock (_lock)
            {
                whole = _folders.Keep(made, declared);
            }

            var (count, bytes) = RemoveUnused();
            tell(Invariant($"{wanted.Plan} is ready after {_clock.GetElapsedTime(began).TotalSeconds:0.0} s: {whole.Name}. All systems and their bases, {count}, take {Gibibytes(bytes)} of {Gibibytes(_settings.MostBytes)} GiB."));
            return whole;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !givenUp.IsCancellationRequested)
        {
            throw new OutsideException(Invariant($"{wanted.Plan} was not ready after {_settings.MakingLimit.TotalMinutes:0.##} minutes, the limit of the setting environmentsMinutes."), isTransient: true);
        }
        finally
        {
            SystemFolders.Delete(made.Folder);
        }
    }

    private static void TellChanges(SystemRoot old, SystemRoot made, Action<string> tell)
    {
        var (before, after) = (old.ReadPackages(), made.ReadPackages());
        string[] changes =
        [
            .. after.Where(package => !before.ContainsKey(package.Key)).Select(package => $"new: {package.Key} {package.Value}"),
            .. after.Where(package => before.TryGetValue(package.Key, out var version) && version != package.Value).Select(package => $"changed: {package.Key} {before[package.Key]} → {package.Value}"),
            .. before.Where(package => !after.ContainsKey(package.Key)).Select(package => $"gone: {package.Key} {package.Value}"),
        ];
        tell(changes.Length == 0 ? "No package has changed." : Invariant($"Packages that differ from before: {changes.Length}"));
        Array.ForEach(changes, tell);
    }

    /// <summary>Removes what nobody used for long, and then what was not used for longest while all together are too large.</summary>
    /// <returns>How many are left, and their bytes.</returns>
    private (int Count, long Bytes) RemoveUnused()
    {
        List<string> removed = [];
        Stack<SystemRoot> left;
        long bytes;
        lock (_lock)
        {
            left = new Stack<SystemRoot>(_folders.All.OrderByDescending(root => root.Used));
            bytes = left.Sum(root => root.Bytes);
            while (left.TryPeek(out var oldest) && IsRemovable(oldest, bytes))
            {
                left.Pop();
                bytes -= oldest.Bytes;
                removed.Add(_folders.Retire(oldest));
            }
        }

        removed.ForEach(SystemFolders.Delete);
        return (left.Count, bytes);
    }

    private bool IsRemovable(SystemRoot root, long bytes)
    {
        var unused = Now - root.Used;
        return unused > TimeSpan.FromDays(_settings.KeepDays) || (bytes > _settings.MostBytes && unused > LongestBuild);
    }

    private static string Gibibytes(long bytes) => Invariant($"{(double)bytes / (1 << 30):0.0}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
