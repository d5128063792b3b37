using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for MediaWiki: its core, extensions and skins, alone and in a group.</summary>
public static class MediaWiki
{
    // Where Debian's package has it.
    private const string Installed = "/usr/share/mediawiki";

    private const string Library = "composer install --no-interaction --no-progress --prefer-dist";

    /// <summary>An extension: a project with an <c>extension.json</c>.
    /// <c>lint</c>: <c>composer test</c>. <c>build</c>: php parses all files, and the manifest can be read. <c>unit</c>: phpunit on <c>tests/phpunit/unit</c>, without a wiki.
    /// <c>npm</c>: <c>npm test</c>, where there is a <c>package.json</c>. <c>package</c>: an archive.
    /// <c>integration</c>: installs a wiki with it, on SQLite or on the MariaDB that the job has as a service, and runs phpunit on <c>tests/phpunit/integration</c> there.</summary>
    /// <param name="core">The folder of MediaWiki; by default that of Debian's package, whose version is that of the release: 1.39 in bookworm.
    /// It has no tests of MediaWiki, and so not the classes that many tests of extensions are made of: for these name a folder of sources, as a group has it.</param>
    /// <param name="requires">Other extensions and skins that it needs, by their folders: as Debian's package has them in <c>extensions-core</c>, or from the folder that the job starts in.</param>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>var greet = MediaWiki.Extension(); return Project(Commit(greet.Without("integration")), Acceptance(greet["integration"].Service(Service.MariaDb("10.11"))));</code></example>
    public static Recipe Extension(string core = Installed, string[]? requires = null, string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        Member("extension.json", core, requires ?? [], debian, path, line);

    /// <summary>A skin: a project with a <c>skin.json</c>. The jobs are those of an extension.</summary>
    /// <param name="core">The folder of MediaWiki; see <see cref="Extension"/>.</param>
    /// <param name="requires">Other extensions and skins that it needs, by their folders.</param>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(MediaWiki.Skin().Without("integration")));</code></example>
    public static Recipe Skin(string core = Installed, string[]? requires = null, string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        Member("skin.json", core, requires ?? [], debian, path, line);

    /// <summary>MediaWiki's core, with a <c>composer.json</c> that has the scripts of MediaWiki.
    /// <c>lint</c>: <c>composer test</c>. <c>build</c>: php parses all files. <c>unit</c>: <c>composer phpunit:unit</c>. <c>npm</c>: <c>npm test</c>. <c>package</c>: an archive.
    /// <c>integration</c>: installs a wiki, on SQLite or on the MariaDB that the job has as a service, and runs <c>composer phpunit</c>.</summary>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>var core = MediaWiki.Core(); return Project(Commit(core.Without("integration")), Acceptance(core["integration"]));</code></example>
    public static Recipe Core(string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line);
        Job WithLibraries(string name) => Job(name).Dependencies(Ci.Registry.Composer).Cache("~/.cache/composer", Ci.Files("composer.json"));
        return Ci.Recipe(
            System(debian, []),
            WithLibraries("lint").Sh(Library).Sh(Wiki.ScriptIfThere("test")),
            Job("build").Sh(Wiki.ParseAll),
            WithLibraries("unit").Sh(Library).Sh("composer phpunit:unit -- --log-junit \"$PWD/reports/unit.xml\"").JUnit("reports/*.xml"),
            Npm(debian, path, line),
            Job("package").Sh(Commands.Archive).Publish("dist/*", "package"),
            WithLibraries("integration").Sh(Wiki.Install(".", [])).Sh($"{Wiki.Enter} && composer phpunit -- --log-junit \"$OLDPWD/reports/integration.xml\"").JUnit("reports/*.xml"));
    }

    /// <summary>What a group of core, extensions and skins is tested with: one job, <c>integration</c>, that installs a wiki with all of them and runs the integration tests of each, on SQLite or on the MariaDB that the job has as a service.</summary>
    /// <param name="core">The folder of core in the group: the name of its repository.</param>
    /// <param name="members">The folders of the extensions and skins.</param>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe, for the <c>Acceptance</c> of the group.</returns>
    /// <example><code>Group("wiki", Repository("core"), Repository("greet")).Acceptance(MediaWiki.Together("core", ["greet"]))</code></example>
    public static Recipe Together(string core, string[] members, string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(members);
        var job = Ci.Job("integration", path, line).Dependencies(Ci.Registry.Composer).Sh(Wiki.Install(core, members));
        return Ci.Recipe(System(debian, []), members.Aggregate(job, (all, member) => all.Sh(Wiki.Test(member, "integration"))).JUnit("**/reports/*.xml"));
    }

    private static Recipe Member(string manifest, string core, string[] requires, string debian, string path, int line)
    {
        Job Job(string name) => Ci.Job(name, path, line);
        Job WithLibraries(string name) => Job(name).Dependencies(Ci.Registry.Composer).Cache("~/.cache/composer", Ci.Files("composer.json"));
        return Ci.Recipe(
            System(debian, core == Installed ? ["mediawiki", "php-cgi"] : []),
            WithLibraries("lint").Sh(Wiki.LibrariesIfWanted).Sh(Wiki.ScriptIfThere("test")),
            Job("build").Sh($"php -r 'json_decode( file_get_contents( \"{manifest}\" ), false, 512, JSON_THROW_ON_ERROR );'").Sh(Wiki.ParseAll),
            WithLibraries("unit").Sh(Wiki.LibrariesIfWanted).Sh(Wiki.Prepare(core)).Sh(Wiki.Test(".", "unit")).JUnit("reports/*.xml"),
            Npm(debian, path, line),
            Job("package").Sh(Commands.Archive).Publish("dist/*", "package"),
            WithLibraries("integration").Sh(Wiki.LibrariesIfWanted).Sh(Wiki.Install(core, [.. requires, "."])).Sh(Wiki.Test(".", "integration")).JUnit("reports/*.xml"));
    }

    // On a system of its own, the same as that of Node.Npm: the hundreds of packages of npm are nothing for the others.
    private static Job Npm(string debian, string path, int line) => Ci.Job("npm", path, line).On(Ci.Debian(debian).Apt("nodejs", "npm"))
        .Dependencies(Ci.Registry.Npm).Cache("~/.npm", Ci.Files("package-lock.json"))
        .Sh("if [ -f package.json ]; then\n  if [ -f package-lock.json ]; then npm ci; else npm install --no-package-lock; fi\n  npm test\nfi");

    private static DebianEnvironment System(string debian, string[] more) => Ci.Debian(debian)
        .Apt(["composer", "php-cli", "php-curl", "php-intl", "php-mbstring", "php-mysql", "php-sqlite3", "php-xml", "php-zip", "phpunit", "unzip", .. more]);
}
