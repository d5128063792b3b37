using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>What command lines need that a bare release of Debian does not have.</summary>
internal static partial class Tools
{
    private static readonly (string Programs, string[] Packages, string[] Registries)[] All =
    [
        ("pip|pip3", ["python3-pip", "python3-venv"], ["PyPi"]),
        ("python", ["python-is-python3", "python3"], []),
        ("python3", ["python3"], []),
        ("tox", ["tox"], ["PyPi"]),
        ("pytest", ["python3-pytest"], []),
        ("npm|npx|pnpm", ["nodejs", "npm"], ["Npm"]),
        ("node", ["nodejs"], []),
        ("yarn", ["nodejs", "npm", "yarnpkg"], ["Npm"]),
        ("composer", ["composer", "php-cli", "php-mbstring", "php-xml", "unzip"], ["Composer"]),
        ("php", ["php-cli"], []),
        ("mvn", ["default-jdk-headless", "maven"], ["Maven"]),
        ("gradle|gradlew", ["default-jdk-headless"], ["Maven"]),
        ("go", ["ca-certificates", "golang-go"], ["Go"]),
        ("cargo", ["cargo"], ["Cargo"]),
        ("bundle|gem|rake", ["ruby-bundler", "ruby-dev"], ["RubyGems"]),
        ("make", ["make"], []),
        ("cmake", ["cmake"], []),
        ("ninja", ["ninja-build"], []),
        ("meson", ["meson"], []),
        ("gcc|g\\+\\+|cc", ["build-essential"], []),
        ("git", ["ca-certificates", "git"], []),
        ("curl", ["ca-certificates", "curl"], []),
        ("wget", ["ca-certificates", "wget"], []),
        ("jq", ["jq"], []),
        ("unzip", ["unzip"], []),
        ("zip", ["zip"], []),
        ("rsync", ["rsync"], []),
        ("shellcheck", ["shellcheck"], []),
        ("prove", ["perl"], []),
        ("psql", ["postgresql-client"], []),
        ("mysql", ["mariadb-client"], []),
        ("redis-cli", ["redis-tools"], []),
    ];

    /// <summary>The packages and registries that the command lines need, as far as they are known.</summary>
    public static (ImmutableArray<string> Packages, ImmutableArray<string> Registries) Find(IEnumerable<string> commands)
    {
        HashSet<string> programs = [.. commands.SelectMany(command => Program().Matches(command)).Select(match => match.Groups["name"].Value)];
        var used = All.Where(tool => tool.Programs.Split('|').Any(name => programs.Contains(name.Replace("\\", "", StringComparison.Ordinal)))).ToArray();
        return ([.. used.SelectMany(tool => tool.Packages).Distinct().Order(StringComparer.Ordinal)], [.. used.SelectMany(tool => tool.Registries).Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>The hosts of addresses that the command lines ask for by a program of the network.</summary>
    public static ImmutableArray<string> Hosts(IEnumerable<string> commands) =>
        [.. commands.SelectMany(command => command.Split('\n')).Where(line => Fetches().IsMatch(line)).SelectMany(line => Address().Matches(line)).Select(match => match.Groups["host"].Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"(?:^|[;&|(`\n]|\$\(|\b(?:sudo|then|do|else|exec|time|xargs|env)\s)\s*(?:[A-Za-z_]\w*=\S*\s+)*(?:\./)?(?<name>[A-Za-z0-9_+-]+)(?=\s|$|[;&|)])", RegexOptions.Multiline)]
    private static partial Regex Program();

    [GeneratedRegex(@"\b(curl|wget|git\s+clone|pip\s+install)\b")]
    private static partial Regex Fetches();

    [GeneratedRegex(@"https?://(?:[^\s/@'""]+@)?(?<host>[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+)(?=[:/\s'""]|$)")]
    private static partial Regex Address();
}
