using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PluginCi.Model;

namespace PluginCi.Plugins.Environments;

/// <summary>The essential packages of each release, kept as an archive when a system is made whole, so that others are made from it: the same as if they were made whole, but quicker.</summary>
/// <remarks>A base is used only while its packages are exactly those that the sources would give now.</remarks>
internal sealed class BaseSystems(SystemFolders folders, EnvironmentSettings settings, TimeProvider clock)
{
    // Part of each name, to be raised when bases are made in another way.
    private const string Layout = "base 1";

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = [];

    /// <summary>Makes a system, from a base where there is one.</summary>
    /// <param name="plan">What was declared.</param>
    /// <param name="locked">Exactly the packages that it may come to; empty for whatever the sources have.</param>
    /// <param name="made">Where it goes.</param>
    /// <param name="tell">Takes what is printed, line by line.</param>
    /// <param name="givenUp">Ends it.</param>
    /// <exception cref="EnvironmentException">It cannot be made as it is declared.</exception>
    /// <exception cref="PluginCi.Plugin.OutsideException">It cannot be made now.</exception>
    public async Task MakeAsync(DebianPlan plan, ImmutableArray<string> locked, SystemRoot made, Action<string> tell, CancellationToken givenUp)
    {
        var name = NameOf(plan.Suite);
        for (SystemRoot? old = null; ;)
        {
            using var turn = await EnterAsync(name, givenUp);
            var found = folders.Find(name);
            if (found is null || found == old)
            {
                // A lock may be of other days than what others want.
                await (locked.IsEmpty ? MakeWholeAsync(NewMaker(), name, turn, found, givenUp) : NewMaker().RunAsync(null, null, givenUp));
                return;
            }

            found.Used = clock.GetUtcNow().UtcDateTime;
            turn.Dispose();
            if (await NewMaker().TryRunAsync(found, givenUp))
            {
                tell($"It is made from the base of Debian {plan.Suite}, whose packages are those of its sources.");
                return;
            }

            tell($"The base of Debian {plan.Suite} is not of the packages that its sources have now; it is made whole.");
            old = found;
        }

        DebianMaker NewMaker() => new(plan, locked, made, settings, tell);
    }

    private async Task MakeWholeAsync(DebianMaker maker, string name, Turn turn, SystemRoot? old, CancellationToken givenUp)
    {
        var kept = folders.Begin(name);
        try
        {
            await maker.RunAsync(kept, Keep, givenUp);
        }
        finally
        {
            SystemFolders.Delete(kept.Folder);
        }

        void Keep()
        {
            var now = clock.GetUtcNow().UtcDateTime;
            (kept.Resolved, kept.Used) = (now, now);
            if (old is not null && Directory.Exists(old.Folder))
            {
                SystemFolders.Delete(folders.Retire(old));
            }

            folders.Keep(kept, name);
            turn.Dispose();
        }
    }

    private string NameOf(string suite) => SystemFolders.Hash(string.Join('\n', [Layout, RuntimeInformation.OSArchitecture.ToString(), suite, $"from {settings.DebianMirror}", .. settings.DebianSources]));

    private async Task<Turn> EnterAsync(string name, CancellationToken givenUp)
    {
        var turns = _turns.GetOrAdd(name, _ => new SemaphoreSlim(1));
        await turns.WaitAsync(givenUp);
        return new Turn(turns);
    }

    /// <summary>The right to look for a base and to make it; others wait for it.</summary>
    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                turns.Release();
            }
        }
    }
}
