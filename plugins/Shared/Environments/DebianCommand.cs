using PluginCi.Model;

namespace PluginCi.Plugins.Environments;

/// <summary>How mmdebstrap is called to make a system.</summary>
/// <param name="plan">What was declared.</param>
/// <param name="settings">Where its packages come from.</param>
internal sealed class DebianCommand(DebianPlan plan, EnvironmentSettings settings)
{
    /// <summary>The file for the archive of the system, in the folder that mmdebstrap runs in, as all others.</summary>
    public const string Archive = "root.tar";

    /// <summary>The file for lines of <c>sources.list</c>.</summary>
    public const string Sources = "sources.list";

    /// <summary>The file for the preferences of apt.</summary>
    public const string Preferences = "preferences";

    /// <summary>The file for the options of dpkg.</summary>
    public const string Options = "dpkg.cfg";

    /// <summary>The file with the names of all packages, in the system: mmdebstrap may not be able to write anywhere else.</summary>
    public const string Available = "available";

    /// <summary>What is printed when the base is there.</summary>
    public const string BaseIsThere = "pluginci: the base is there";

    /// <summary>What is printed when the base is not what it should be.</summary>
    public const string BaseIsOld = "pluginci: the base is old";

    // Nobody reads manuals in a build; half of the files of a small system are such.
    private static readonly string[] Left = ["man", "doc", "locale", "info"];

    // The sources, and what is of this machine, are written before a base is unpacked; proc and sys are other file systems then; the real start-stop-daemon stands beside.
    private static readonly string[] NotOfBase =
        ["./dev/*", "./tmp/*", "./proc", "./sys", "./etc/resolv.conf", "./etc/hostname", "./etc/apt/sources.list", "./etc/apt/sources.list.d/*", "./var/cache/apt/*.bin", "*/start-stop-daemon.REAL"];

    // By descriptors, as mmdebstrap may be another user than the server, who may not see our folder.
    private static readonly string WriteBase = $"tar -C \"$1\" --one-file-system --numeric-owner {string.Join(' ', NotOfBase.Select(path => $"--exclude='{path}'"))} -cf - . >&7";

    private const string WriteLock = """dpkg-query --admindir="$1/var/lib/dpkg" -W -f '${Package}=${Version}\n' | LC_ALL=C sort >&8""";

    // With the folders that mmdebstrap mounts on; without them it goes on without, and scripts of packages fail.
    private const string ReadBase = $$"""tar -C "$1" --numeric-owner -xpf - <&7 && mkdir -p "$1/proc" "$1/sys" || { echo '{{BaseIsOld}}'; exit 1; }""";

    /// <summary>The options of dpkg. What is half written after a crash is thrown away as a whole.</summary>
    public static IEnumerable<string> DpkgOptions => Left.Select(folder => $"path-exclude=/usr/share/{folder}/*").Append("force-unsafe-io");

    // As mmdebstrap asks for them: what it would install first now, into nothing.
    private string Compare =>
        $$"""
        APT_CONFIG="$MMDEBSTRAP_APT_CONFIG" apt-get --simulate -o Dir::State::status=/dev/null install "?narrow(?or(?archive(^{{plan.Suite}}$),?codename(^{{plan.Suite}}$)),?architecture($(dpkg --print-architecture)),?essential)" |
            sed -n 's/^Inst \([^ ]*\) (\([^ ]*\).*/\1=\2/p' | LC_ALL=C sort >"$1/tmp/wanted"
        dpkg-query --admindir="$1/var/lib/dpkg" -W -f '${Package}=${Version}\n' | LC_ALL=C sort | cmp -s - "$1/tmp/wanted" || { echo '{{BaseIsOld}}'; exit 1; }
        """;

    // Packages of programs with alternatives, such as those of Java, make links to their manuals and want the folders.
    // What mmdebstrap unpacks is not left out by dpkg, and its own filter for that takes longer than all else.
    private static string LeaveOut => $"cd \"$1/usr/share\" && rm -rf {string.Join(' ', Left.Select(folder => folder + "/*"))} && mkdir -p man && cd man && mkdir man1 man2 man3 man4 man5 man6 man7 man8";

    /// <summary>Makes the system of packages alone.</summary>
    /// <param name="kept">Where the base is kept; null for nowhere.</param>
    public string[] Whole(SystemRoot? kept) => kept is null ? Call([.. Uploads(), Hook("extract", LeaveOut)]) :
    [
        "/bin/sh", "-c", "a=$1 b=$2; shift 2; exec \"$@\" 7>\"$a\" 8>\"$b\"", "sh", kept.BaseArchive, kept.Lock,
        .. Call([.. Uploads(), Hook("extract", LeaveOut), Hook("essential", WriteBase), Hook("essential", WriteLock), Hook("essential", $"echo '{BaseIsThere}'")]),
    ];

    /// <summary>Makes the system from a base. When this is made whole, the real start-stop-daemon is there as it has just been unpacked.</summary>
    /// <param name="from">The base.</param>
    public string[] From(SystemRoot from) =>
        ["/bin/sh", "-c", $"command exec 7<\"$1\" || {{ echo '{BaseIsOld}'; exit 1; }}; shift; exec \"$@\"", "sh", from.BaseArchive, .. Call([Hook("setup", ReadBase), .. Uploads(), Hook("extract", Compare), "--skip=chroot/start-stop-daemon"])];

    private static string Hook(string when, string command) => $"--{when}-hook={command}";

    private static IEnumerable<string> Uploads() => new[] { (Sources, "/etc/apt/sources.list.d/server.list"), (Preferences, "/etc/apt/preferences.d/lock"), (Options, "/etc/dpkg/dpkg.cfg.d/server") }
        .Select(file => Hook("setup", $"upload {file.Item1} {file.Item2}"));

    private string[] Call(IEnumerable<string> hooks) =>
    [
        "mmdebstrap", "--variant=essential", "--format=tar", "--aptopt=Acquire::Languages \"none\"", "--aptopt=Acquire::Retries \"2\"",

        // A name that it does not know and that has a dot would be a pattern to apt, which installs whatever fits.
        "--aptopt=APT::Cmd::Pattern-Only \"true\"",
        .. hooks,
        Hook("customize", $"APT_CONFIG=\"$MMDEBSTRAP_APT_CONFIG\" apt-cache pkgnames > \"$1/{Available}\""),
        .. plan.Packages.Select(package => $"--include={package}"),
        plan.Suite,
        Archive,
        .. settings.DebianMirror is { } mirror ? [mirror] : Array.Empty<string>(),
    ];
}
