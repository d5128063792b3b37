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
    // Nobody reads manuals in a build; half of the files of a small system are such.
    private static readonly string[] Left = ["/usr/share/man/*", "/usr/share/doc/*", "/usr/share/locale/*", "/usr/share/info/*"];

    // Taken out of the system at once: mmdebstrap may not be able to write anywhere else.
    private const string Available = "available";

    private const string Sources = "sources.list";

    private const string Preferences = "preferences";

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

    public async Task RunAsync(CancellationToken givenUp)
    {
        // By way of an archive, so that all files are the server's own, whichever way mmdebstrap goes.
        var archive = Path.Combine(root.Folder, "root.tar");
        await File.WriteAllLinesAsync(Path.Combine(root.Folder, Sources), settings.DebianSources.Select(source => source.Replace("{suite}", plan.Suite, StringComparison.Ordinal)), givenUp);
        await File.WriteAllLinesAsync(Path.Combine(root.Folder, Preferences), locked.Select(Prefer), givenUp);
        await RunAsync(["mmdebstrap", .. Options(), plan.Suite, archive, .. settings.DebianMirror is { } mirror ? [mirror] : Array.Empty<string>()], givenUp);
        Directory.CreateDirectory(root.Files);
        await RunAsync(["tar", "-C", root.Files, "--no-same-owner", "--no-same-permissions", "--exclude=./dev/*", "-xf", archive], givenUp);
        File.Delete(archive);
        File.Move(Path.Combine(root.Files, Available), root.Available);
        Furniture.Add(root);
        Furniture.CopyShell(Path.Combine(root.Files, "bin", "dash"), root.Shell);
        string[] installed = [.. ReadPackages().Order(StringComparer.Ordinal)];
        RequireDeclared(installed);
        RequireLocked(installed);
        await File.WriteAllLinesAsync(root.Lock, installed, givenUp);
    }

    private IEnumerable<string> Options() =>
    [
        "--variant=essential", $"--setup-hook=upload {Sources} /etc/apt/sources.list.d/server.list", $"--setup-hook=upload {Preferences} /etc/apt/preferences.d/lock", "--format=tar", "--aptopt=Acquire::Languages \"none\"", "--aptopt=Acquire::Retries \"2\"",

        // A name that it does not know and that has a dot would be a pattern to apt, which installs whatever fits.
        "--aptopt=APT::Cmd::Pattern-Only \"true\"",
        .. Left.Select(path => $"--dpkgopt=path-exclude={path}"),

        // What is half written after a crash is thrown away as a whole.
        "--dpkgopt=force-unsafe-io",

        // Packages of programs with alternatives, such as those of Java, make links to their manuals and want the folders.
        "--setup-hook=mkdir -p \"$1/usr/share/man\" && cd \"$1/usr/share/man\" && mkdir man1 man2 man3 man4 man5 man6 man7 man8",
        $"--customize-hook=APT_CONFIG=\"$MMDEBSTRAP_APT_CONFIG\" apt-cache pkgnames > \"$1/{Available}\"",
        .. plan.Packages.Select(package => $"--include={package}"),
    ];

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

    private async Task RunAsync(string[] command, CancellationToken givenUp)
    {
        var status = await MakerProcess.RunAsync(root.Folder, command, Take, givenUp);
        if (status != 0)
        {
            throw Trouble(command[0], status);
        }
    }

    private void Take(string line)
    {
        tell(line);
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
