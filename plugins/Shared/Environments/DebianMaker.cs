using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Environments;

/// <summary>Makes one system with mmdebstrap.</summary>
/// <param name="plan">What was declared.</param>
/// <param name="locked">Exactly the packages that it may come to, a line of <c>name=version</c> each; empty for whatever the mirrors have.</param>
/// <param name="root">Where it goes; the folder is there.</param>
/// <param name="settings">Where its packages come from.</param>
/// <param name="tell">Takes what is printed, line by line.</param>
internal sealed partial class DebianMaker(DebianPlan plan, ImmutableArray<string> locked, SystemRoot root, EnvironmentSettings settings, Action<string> tell)
{
    // What apt says when the declaration is at fault, and nothing else.
    private static readonly string[] DeclaredWrongly = ["Unable to locate package", "has no installation candidate", "was not found", "held broken packages", "Unable to correct problems"];

    // apt says it also of a mirror that is in trouble: then why it was refused stands in lines before, which are others for one that has no such release.
    private const string NoRelease = "does not have a Release file";

    private static readonly string[] NotThere = ["404 ", "410 ", "File not found"];

    // Errors that only say that an error was said.
    private static readonly string[] Echoes = ["E: setup failed", "E: apt-get update", "E: mmdebstrap failed to run"];

    private const string Full = "No space left on device";

    private readonly List<string> _errors = [];
    private readonly List<string> _refusals = [];
    private string? _failedScript;
    private bool _isFull;
    private bool _isRefused;
    private bool _isOld;
    private Action? _whenBaseIsThere;

    /// <summary>Makes it of packages alone, and what may be the base of others on the way.</summary>
    /// <param name="kept">Where the base goes; null for nowhere.</param>
    /// <param name="whenBaseIsThere">Called as soon as the base is there.</param>
    /// <param name="givenUp">Ends it.</param>
    public async Task RunAsync(SystemRoot? kept, Action? whenBaseIsThere, CancellationToken givenUp)
    {
        _whenBaseIsThere = whenBaseIsThere;
        await WriteFilesAsync(givenUp);
        await CallAsync("mmdebstrap", new DebianCommand(plan, settings).Whole(kept), givenUp);
        await FinishAsync(givenUp);
    }

    /// <summary>Makes it from a base.</summary>
    /// <param name="from">The base.</param>
    /// <param name="givenUp">Ends it.</param>
    /// <returns>False when the base is not of the packages that the sources have now, or not whole: then nothing was made.</returns>
    public async Task<bool> TryRunAsync(SystemRoot from, CancellationToken givenUp)
    {
        await WriteFilesAsync(givenUp);
        try
        {
            await CallAsync("mmdebstrap", new DebianCommand(plan, settings).From(from), givenUp);
        }
        catch (Exception exception) when (_isOld && exception is EnvironmentException or OutsideException)
        {
            return false;
        }

        await FinishAsync(givenUp);
        return true;
    }

    private async Task WriteFilesAsync(CancellationToken givenUp)
    {
        await WriteAsync(DebianCommand.Sources, settings.DebianSources.Select(source => source.Replace("{suite}", plan.Suite, StringComparison.Ordinal)));
        await WriteAsync(DebianCommand.Preferences, locked.Select(Prefer));
        await WriteAsync(DebianCommand.Options, DebianCommand.DpkgOptions);

        Task WriteAsync(string name, IEnumerable<string> lines) => File.WriteAllLinesAsync(Path.Combine(root.Folder, name), lines, givenUp);
    }

    // By way of an archive, so that all files are the server's own, whichever way mmdebstrap goes.
    private async Task FinishAsync(CancellationToken givenUp)
    {
        var archive = Path.Combine(root.Folder, DebianCommand.Archive);
        Directory.CreateDirectory(root.Files);
        await CallAsync("tar", ["tar", "-C", root.Files, "--no-same-owner", "--no-same-permissions", "--exclude=./dev/*", "-xf", archive], givenUp);
        File.Delete(archive);
        File.Move(Path.Combine(root.Files, DebianCommand.Available), root.Available);
        Furniture.Add(root);
        Furniture.CopyShell(Path.Combine(root.Files, "bin", "dash"), root.Shell);
        string[] installed = [.. ReadPackages().Order(StringComparer.Ordinal)];
        RequireDeclared(installed);
        RequireLocked(installed);
        await File.WriteAllLinesAsync(root.Lock, installed, givenUp);
    }

    // apt takes the + at the end of a name that it does not know for the wish to install it.
    private void RequireDeclared(string[] installed)
    {
        var names = installed.Select(package => package[..package.IndexOf('=', StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);
        if (plan.Packages.FirstOrDefault(package => !names.Contains(package.Split('=')[0])) is { } missing)
        {
            throw new EnvironmentException($"{plan} cannot be made as it is declared: {plan.Suite} has no package {missing.Split('=')[0]} that could be installed by this name.");
        }
    }

    // Above the priority that also lets a package be replaced by an older one.
    private static string Prefer(string package) => package.Split('=') is [var name, var version] ? $"Package: {name}\nPin: version {version}\nPin-Priority: 1001\n" : "";

    // Only wished for until here: so all that cannot be had is told at once, and not the first trouble that comes of it.
    private void RequireLocked(string[] installed)
    {
        if (locked.IsEmpty)
        {
            return;
        }

        var found = installed.Select(package => package.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        var wanted = locked.Select(package => package.Split('=', 2)).ToLookup(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        string[] differences =
        [
            .. locked.Except(installed, StringComparer.Ordinal).Select(package => $"{package} ({(found.TryGetValue(package.Split('=')[0], out var version) ? $"got {version}" : "not needed any more")})"),
            .. installed.Where(package => !wanted.Contains(package.Split('=')[0])).Select(package => $"{package} (not in the lock)"),
        ];
        if (differences.Length > 0)
        {
            throw new EnvironmentException(
                $"{plan} cannot be made as {plan.LockFile} says. It differs in: {string.Join(", ", differences)}. "
                + "Mirrors keep only the newest versions: write the lock anew, or have the server's setting debianMirror name an archive of snapshots.");
        }
    }

    private IEnumerable<string> ReadPackages()
    {
        var name = "";
        foreach (var line in File.ReadLines(Path.Combine(root.Files, "var/lib/dpkg/status")))
        {
            name = line.StartsWith("Package: ", StringComparison.Ordinal) ? line["Package: ".Length..] : name;
            if (line.StartsWith("Version: ", StringComparison.Ordinal))
            {
                yield return $"{name}={line["Version: ".Length..]}";
            }
        }
    }

    private async Task CallAsync(string program, string[] command, CancellationToken givenUp)
    {
        var status = await MakerProcess.RunAsync(root.Folder, command, Take, givenUp);
        if (status != 0)
        {
            throw Trouble(program, status);
        }
    }

    private void Take(string line)
    {
        if (line == DebianCommand.BaseIsThere)
        {
            _whenBaseIsThere?.Invoke();
            return;
        }

        tell(line);
        _isOld |= line == DebianCommand.BaseIsOld;
        if (_isRefused && line.StartsWith("  ", StringComparison.Ordinal))
        {
            _refusals.Add(line.Trim());
        }

        _isFull |= line.Contains(Full, StringComparison.Ordinal);
        if (ScriptFailed().Match(line) is { Success: true } script)
        {
            _failedScript ??= $"The {script.Groups["script"].Value} script of the package {script.Groups["package"].Value} failed.";
        }

        _isRefused = line.StartsWith("Err:", StringComparison.Ordinal);
        if (line.StartsWith("E: ", StringComparison.Ordinal) && !Echoes.Any(echo => line.StartsWith(echo, StringComparison.Ordinal)))
        {
            _errors.Add(line["E: ".Length..].TrimEnd('.') + ".");
        }
    }

    private Exception Trouble(string program, int status)
    {
        if (status == MakerProcess.NotFound)
        {
            return new OutsideException($"{plan} cannot be made, as {program} is not installed on this machine; install it, on Debian with `apt-get install {program}`.");
        }

        if (_errors.Any(error => error.StartsWith("unable to pick chroot mode", StringComparison.Ordinal)))
        {
            return new OutsideException(
                $"{plan} cannot be made: without root, mmdebstrap needs the package uidmap, a range for the server's account in /etc/subuid and /etc/subgid, and a kernel that lets it make user namespaces.");
        }

        if (_failedScript is not null && !_isFull)
        {
            return new EnvironmentException($"{plan} cannot be made as it is declared: {_failedScript} What it said stands above.");
        }

        var errors = string.Join(' ', _errors.Prepend($"{program} ended with status {status}.").TakeLast(Math.Max(1, _errors.Count)));
        return _errors.Any(IsDeclarations)
            ? new EnvironmentException($"{plan} cannot be made as it is declared: {errors}")
            : new OutsideException($"{plan} cannot be made now: {errors}", isTransient: true);
    }

    // As dpkg says it.
    [GeneratedRegex(@"^ (installed|new) (?<package>\S+?)(:\S+)? package (?<script>\S+) script subprocess returned error exit status \d+$")]
    private static partial Regex ScriptFailed();

    private bool IsDeclarations(string error) =>
        DeclaredWrongly.Any(text => error.Contains(text, StringComparison.Ordinal))
        || (error.Contains(NoRelease, StringComparison.Ordinal) && _refusals.TrueForAll(refusal => NotThere.Any(text => refusal.StartsWith(text, StringComparison.Ordinal))));
}
