using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>What Quibble does with MediaWiki and its extensions, as far as its options and the names of jobs tell.</summary>
/// <remarks>Source: the documentation of Quibble, its stages and options.</remarks>
internal static partial class MediaWiki
{
    private const string InCore = "cd \"$(cat ~/core)\" && ";

    private static readonly (string Stage, string Command)[] Stages =
    [
        ("phpunit-unit", InCore + "composer phpunit:unit"),
        ("phpunit", InCore + "composer phpunit -- $(cat ~/tests)"),
        ("phpunit-standalone", InCore + "composer phpunit -- --group Standalone $(cat ~/tests)"),
        ("composer-test", "composer install --no-interaction --no-progress && composer test"),
        ("npm-test", "npm install --no-package-lock && npm test"),
        ("qunit", Served("qunit")),
        ("selenium", Served("selenium-test")),
        ("api-testing", Served("api-testing")),
    ];

    /// <summary>The work of a call of Quibble.</summary>
    /// <param name="php">The version of PHP, for example <c>8.3</c>; empty where none is named.</param>
    /// <param name="options">The options of the command line.</param>
    public static UsualWork Of(string php, string options)
    {
        var database = Option(options, "db") switch { [var one, ..] => one, _ => "sqlite" };
        string[] names = [.. Stages.Select(stage => stage.Stage)];
        var run = Option(options, "run");
        var wanted = names.Where(name => run.Length == 0 || run.Contains(name) || run.Contains("all")).Except(Option(options, "skip")).ToArray();
        var own = Commands().Match(options).Groups["commands"].Value;
        string[] commands = own.Length > 0 ? [InCore + own.Trim('"', '\'')] : [.. Stages.Where(stage => wanted.Contains(stage.Stage)).Select(stage => stage.Command)];
        var isServed = commands.Any(command => command.Contains("php -S", StringComparison.Ordinal));
        return new UsualWork(
            UsualCommands.On("php", php, [.. Packages(database), "nodejs", "npm", .. isServed ? ["chromium"] : Array.Empty<string>()]) is var system ? system with { Registries = [.. system.Registries.Union(["Npm"])] } : null,
            [string.Join('\n', Setup(database)), .. commands],
            "what Quibble does with its options, by the commands of MediaWiki: of an extension or a skin, with MediaWiki's newest state from Packagist, and without the other extensions that Quibble takes in. Where these matter, test them in a Group(…)")
        {
            Services = database switch { "mysql" => [new FoundService("MariaDb", "10.11")], "postgres" => [new FoundService("PostgreSql", "15")], _ => [] },
        };
    }

    private static IEnumerable<string> Setup(string database) =>
    [
        "here=$PWD",
        "core=$PWD",
        "tests=",
        "if [ ! -f maintenance/run.php ]; then",
        "  core=$HOME/mediawiki",
        "  name=$(basename \"$PLUGINCI_PROJECT\")",
        "  if [ -f skin.json ]; then kind=skins; else kind=extensions; fi",
        "  composer create-project --no-interaction --no-progress --no-install --stability dev mediawiki/core \"$core\" dev-master",
        "  ln -s \"$here\" \"$core/$kind/$name\"",
        "  tests=$kind/$name/tests/phpunit",
        "fi",
        "cd \"$core\"",
        "composer update --no-interaction --no-progress --prefer-dist",
        $"php maintenance/run.php install --server http://127.0.0.1:8080 --scriptpath '' --pass testing-only-password {Database(database)} Test Admin",
        "if [ \"$core\" != \"$here\" ]; then",
        "  if [ \"$kind\" = skins ]; then echo \"wfLoadSkin( '$name' );\" >> LocalSettings.php; else echo \"wfLoadExtension( '$name' );\" >> LocalSettings.php; fi",
        "  php maintenance/run.php update --quick",
        "fi",
        "echo \"$core\" > ~/core",
        "echo \"$tests\" > ~/tests",
    ];

    private static string Served(string script) => $"{InCore}npm install --no-package-lock\nphp -S 127.0.0.1:8080 >server.log 2>&1 &\nnpm run {script}";

    private static string Database(string database) => database switch
    {
        "mysql" => "--dbtype mysql --dbserver \"$MARIADB_HOST:$MARIADB_PORT\" --dbname \"$MARIADB_DATABASE\" --dbuser \"$MARIADB_USER\" --dbpass \"$MARIADB_PASSWORD\"",
        "postgres" => "--dbtype postgres --dbserver \"$POSTGRESQL_HOST\" --dbport \"$POSTGRESQL_PORT\" --dbname \"$POSTGRESQL_DATABASE\" --dbuser \"$POSTGRESQL_USER\" --dbpass \"$POSTGRESQL_PASSWORD\"",
        _ => "--dbtype sqlite --dbname wiki --dbpath \"$HOME\"",
    };

    private static string[] Packages(string database) => ["php-apcu", "php-gd", "php-intl", "php-zip", database switch { "mysql" => "php-mysql", "postgres" => "php-pgsql", _ => "php-sqlite3" }];

    private static ImmutableArray<string> Option(string options, string name) =>
        [.. OptionForm().Matches(options).Where(option => option.Groups["name"].Value == name).SelectMany(option => option.Groups["value"].Value.Split(','))];

    [GeneratedRegex(@"--(?<name>[a-z-]+)[ =]""?(?<value>[A-Za-z0-9_,.-]+)""?")]
    private static partial Regex OptionForm();

    [GeneratedRegex(@"--commands?[ =](?<commands>""(?:[^""\\]|\\.)*""|'[^']*'|\S+)")]
    private static partial Regex Commands();
}
