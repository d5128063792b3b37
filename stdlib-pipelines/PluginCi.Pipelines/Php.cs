using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for PHP. The version is that of the release of Debian: 8.2 in bookworm, 8.4 in trixie.</summary>
public static class Php
{
    private const string Install = "composer install --no-interaction --no-progress --prefer-dist";

    /// <summary>A project with a <c>composer.json</c>. Tools are its own where it has them, else those of Debian.
    /// <c>lint</c>: PHP_CodeSniffer, by its <c>phpcs.xml</c> or PSR-12. <c>build</c>: <c>composer validate</c>, and php parses all files. <c>unit</c>: phpunit. <c>package</c>: <c>composer archive</c>.</summary>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="tests">Arguments of phpunit; none where it has a <c>phpunit.xml</c>.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Php.Composer().Apt("php-intl")));</code></example>
    public static Recipe Composer(string debian = "bookworm", string tests = "", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line);
        Job Installed(string name) => Job(name).Dependencies(Ci.Registry.Composer).Cache("~/.cache/composer", Ci.Files("composer.lock")).Sh(Install);
        return Ci.Recipe(
            Ci.Debian(debian).Apt("composer", "php-cli", "php-codesniffer", "php-curl", "php-mbstring", "php-xml", "php-zip", "phpunit", "unzip"),
            Installed("lint").Sh("if [ -f phpcs.xml ] || [ -f .phpcs.xml ]; then standard=; else standard='--standard=PSR12 --ignore=vendor .'; fi\n" + Tool("phpcs", "$standard")),
            Job("build").Sh("composer validate --no-check-publish --no-interaction").Sh(Commands.ForFiles("*.php", "php -l", each: true)),
            Installed("unit").Sh(Tool("phpunit", $"--log-junit reports/phpunit.xml {tests}".TrimEnd())).JUnit("reports/*.xml"),
            Job("package").Sh("composer archive --no-interaction --format=zip --dir=dist").Publish("dist/*", "package"));
    }

    private static string Tool(string name, string arguments) => $"if [ -x vendor/bin/{name} ]; then vendor/bin/{name} {arguments}; else {name} {arguments}; fi";
}
