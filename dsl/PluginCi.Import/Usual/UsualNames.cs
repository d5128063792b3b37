using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>What jobs do by the usual meaning of their names, such as <c>tox-py311</c>, <c>composer-php82</c> or <c>core-node24-runlint</c>.</summary>
internal static partial class UsualNames
{
    private static readonly (Regex Name, Func<Match, UsualWork> Make)[] All =
    [
        (Pipeline(), name => UsualCommands.RepositoryTests(name.Groups["pipeline"].Value) with
        {
            Missing = Published().IsMatch(name.Groups["pipeline"].Value) ? "the images that it makes are not made here: builds of images are not in the scripts yet" : null,
        }),
        (DebianPackage(), _ => UsualCommands.DebianPackage()),
        (Archived(), _ => UsualCommands.Refusal()),
        (Quibble(), name => MediaWiki.Of(Dotted(name.Groups["php"].Value), QuibbleOptions(name.Value, name.Groups["db"].Value))),
        (Phan(), name => UsualCommands.Phan(Dotted(name.Groups["php"].Value))),
        (Coverage(), name => UsualCommands.PhpCoverage(Dotted(name.Groups["php"].Value))),
        (PhpExtension(), name => UsualCommands.PhpExtension(Dotted(name.Groups["php"].Value))),
        (Composer(), name => UsualCommands.Composer(Dotted(name.Groups["php"].Value), name.Groups["script"].Value switch { "" when name.Groups["package"].Success => "validate", "" => "test", var script => script })),
        (Node(), name => UsualCommands.Npm(name.Groups["version"].Value, NodeScript(name), name.Value.Contains("browser", StringComparison.Ordinal))),
        (Maven(), name => UsualCommands.Maven(name.Groups["version"].Value, name.Groups["site"].Success ? "clean install site site:stage" : "clean install")
            with { Missing = name.Groups["release"].Success ? "releases need secrets, which builds do not have" : null }),
        (Rake(), name => UsualCommands.Rake(name.Groups["version"].Value, name.Groups["yard"].Success ? "yard" : "test")),
        (Nox(), _ => UsualCommands.Nox()),
        (Tox(), name => UsualCommands.Tox(ToxArguments(name.Groups["environment"].Value))),
        (Doxygen(), _ => UsualCommands.Doxygen()),
        (Shellcheck(), _ => UsualCommands.Shellcheck()),
        (DotNet(), _ => UsualCommands.DotNet()),
        (Messages(), _ => UsualCommands.Jq()),
    ];

    /// <summary>The work that a name stands for; null where it stands for none.</summary>
    public static UsualWork? Find(string job)
    {
        var bare = Suffix().Replace(job, "");
        return All.Select(known => (known.Make, Match: known.Name.Match(bare))).FirstOrDefault(known => known.Match.Success) is { Make: { } make, Match: var match } ? make(match) : null;
    }

    /// <summary>Whether the name says more of a job than a definition that calls the programs of one machine.</summary>
    public static bool IsSurer(string job) => DebianPackage().IsMatch(job);

    private static string Dotted(string digits) => digits.Length == 2 ? $"{digits[0]}.{digits[1]}" : digits;

    private static string QuibbleOptions(string job, string database)
    {
        var only = new[]
        {
            ("selenium", "selenium"), ("browser-tests", "selenium"), ("apitests", "api-testing"), ("api-testing", "api-testing"), ("phpunit-standalone", "phpunit-standalone"), ("composertest", "composer-test"), ("coverage", "phpunit"),
        }.FirstOrDefault(known => job.Contains(known.Item1, StringComparison.Ordinal)).Item2;
        return $"{(only is null ? "--skip selenium,npm-test,phpunit-standalone,api-testing" : $"--run {only}")} --db {(database.Length == 0 ? "mysql" : database)}";
    }

    private static string NodeScript(Match name) => name.Groups["script"] is { Success: true } script ? script.Value : name.Groups["docs"].Success ? "doc" : name.Groups["coverage"].Success ? "coverage" : "";

    private static string ToxArguments(string environment) => environment switch
    {
        "" => "",
        "publish" or "tag-publish" => "-e doc",
        "coverage-publish" => "-e cover",
        _ => $"-e '{environment}'",
    };

    [GeneratedRegex("-(non-voting|docker|npm-docker)$")]
    private static partial Regex Suffix();

    [GeneratedRegex("^trigger-.*-pipeline-(?<pipeline>.+)$|^(?!trigger-).*-pipeline-(?<pipeline>.+)$")]
    private static partial Regex Pipeline();

    [GeneratedRegex("publish|rehearse|deploy|release")]
    private static partial Regex Published();

    [GeneratedRegex("^debian-glue")]
    private static partial Regex DebianPackage();

    [GeneratedRegex("^fail-archived")]
    private static partial Regex Archived();

    [GeneratedRegex(@"^(?:(?:quibble|api-testing|mwext-phpunit-coverage|mwcore-phpunit-coverage)(?=-|$)).*?(?:(?<db>mysql|postgres|sqlite).*?)?(?:php(?<php>\d\d).*)?$")]
    private static partial Regex Quibble();

    [GeneratedRegex(@"(^|-)phan-.*php(?<php>\d\d)$|(^|-)phan$")]
    private static partial Regex Phan();

    [GeneratedRegex(@"phpunit-coverage-php(?<php>\d\d)")]
    private static partial Regex Coverage();

    [GeneratedRegex(@"^php-(compile|pie-build)-php(?<php>\d\d)$")]
    private static partial Regex PhpExtension();

    [GeneratedRegex(@"(^|-)composer(?<package>-package)?(-php(?<php>\d\d)|-civicrm)?$|-php(?<php>\d\d)-composer-(?<script>\w+)$")]
    private static partial Regex Composer();

    [GeneratedRegex(@"-node(?<version>\d+)(-browser)?(-direct)?(?<webdriver>-webdriver)?(-plus-php\d\d)?(-run(?<script>\w+)|(?<docs>-docs?(-latest|-tag)?-publish)|(?<coverage>-coverage-publish))?$|(^|-)npm(-run-(?<script>\w+))?$")]
    private static partial Regex Node();

    [GeneratedRegex(@"(^|-)(?:maven|mvn)(-java(?<version>\d+))?(?<site>-site-publish)?(?<release>-release)?$")]
    private static partial Regex Maven();

    [GeneratedRegex(@"-ruby(?<version>\d[\d.]*)-(rake|bundle-(?<yard>yard)-publish)$|(^|-)rake$")]
    private static partial Regex Rake();

    [GeneratedRegex(@"(^|-)tox(-(?<environment>[\w.-]+))?$")]
    private static partial Regex Tox();

    [GeneratedRegex("(^|-)nox(-|$)")]
    private static partial Regex Nox();

    [GeneratedRegex("doxygen(-publish)?$")]
    private static partial Regex Doxygen();

    [GeneratedRegex("(^|-)shellcheck$")]
    private static partial Regex Shellcheck();

    [GeneratedRegex("-dotnet-test$")]
    private static partial Regex DotNet();

    [GeneratedRegex("-i18n-check$")]
    private static partial Regex Messages();
}
