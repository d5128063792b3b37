namespace PluginCi.Import;

/// <summary>The usual commands of build tools, as the recipes have them.</summary>
internal static class UsualCommands
{
    private const string InstallNpm = "if [ -f package-lock.json ]; then npm ci; else npm install --no-package-lock; fi";

    private const string UpdateComposer = "composer update --no-interaction --no-progress --prefer-dist";

    public static UsualWork Tox(string arguments) => new(On("python", "", ["tox"]), [With("tox", arguments)], "tox of Debian runs the environments of the repository's tox.ini");

    public static UsualWork Nox() => new(On("python", "", ["nox"]), ["nox"], "nox of Debian runs the sessions of the repository's noxfile.py, and not only the one that the job names");

    /// <summary>npm: its test, or a script.</summary>
    public static UsualWork Npm(string version, string script, bool hasBrowser) =>
        new(On("node", version, hasBrowser ? ["chromium"] : []), [InstallNpm, script.Length == 0 ? "npm test" : $"npm run {script}"], $"the usual commands of npm: what the repository's package.json has as '{(script.Length == 0 ? "test" : script)}'");

    public static UsualWork Composer(string version, string script) =>
        new(On("php", version, []), script == "validate" ? ["composer validate --no-interaction", UpdateComposer, "composer test"] : [UpdateComposer, $"composer {script}"], $"the usual commands of Composer: what the repository's composer.json has as '{(script == "validate" ? "test" : script)}'");

    public static UsualWork Rake(string version, string task) =>
        new(On("ruby", version, ["rake"]), ["bundle config set --local path \"$HOME/bundle\"", "bundle install", $"bundle exec {(task == "yard" ? "yard" : $"rake {task}")}"], $"the usual commands of Bundler: {(task == "yard" ? "yard" : $"the task '{task}' of rake")}");

    public static UsualWork Maven(string version, string arguments) =>
        new(On("java", version, []), [$"if [ -x mvnw ]; then mvn=./mvnw; else mvn=mvn; fi\n$mvn {With("--batch-mode", arguments)}"], "the usual command of Maven, by the repository's own wrapper where it has one");

    public static UsualWork Doxygen() => new(On("", "", ["doxygen", "graphviz"]), ["doxygen"], "doxygen makes the documents that the repository's Doxyfile names") { Missing = "publish the documents by .Html(…) or .Publish(…), with the folder that the Doxyfile names" };

    public static UsualWork Shellcheck() => new(On("shell", "", ["git"]), ["git ls-files '*.sh' '*.bash' | xargs -r shellcheck"], "shellcheck looks at the files that are named *.sh and *.bash");

    public static UsualWork DebianPackage() => new(
        On("", "", ["build-essential", "debhelper", "devscripts", "fakeroot", "lintian"]),
        ["dpkg-buildpackage --no-sign --build=binary\nmkdir -p dist\nmv ../*.deb ../*.changes ../*.buildinfo dist/", "lintian --allow-root --fail-on error --info dist/*.changes"],
        "the usual commands for a package of Debian, as the recipe DebianPackage.Source has them, on the release that is written here and not on that of debian/changelog; add the packages of Build-Depends by .Apt(…)")
    { Artifacts = [new FoundArtifact("dist/*", "package")] };

    /// <summary>An extension of PHP in C.</summary>
    public static UsualWork PhpExtension(string version) =>
        new(On("php", version, ["build-essential", "php-dev"]), ["phpize", "./configure", "make", "make test NO_INTERACTION=1"], "the usual commands for an extension of PHP");

    public static UsualWork PhpCoverage(string version) => new(On("php", version, ["php-pcov"]), [UpdateComposer, "vendor/bin/phpunit --coverage-html coverage"], "phpunit of the repository writes the report to the folder coverage")
    { Artifacts = [new FoundArtifact("coverage/**", "coverage")] };

    public static UsualWork Phan(string version) => new(On("php", version, ["php-ast"]), [UpdateComposer, "vendor/bin/phan --no-progress-bar"], "phan of the repository's own composer.json looks at the repository alone, not at what it is used with");

    public static UsualWork DotNet() => new(null, ["dotnet test"], "dotnet of the machine runs the tests, as Debian has none");

    public static UsualWork Jq() => new(On("", "", ["jq"]), ["find . -path '*/i18n/*.json' -print0 | xargs -0 -r -n 1 jq empty"], "only that the files of messages are JSON is looked at");

    public static UsualWork Refusal() => new(On("", "", []), ["echo 'This repository is archived and takes no changes.' >&2\nexit 1"], "the job fails always, which its name says that it is for");

    /// <summary>The tests of a repository of which nothing is known but that its own files say how it is tested.</summary>
    public static UsualWork RepositoryTests(string pipeline) => new(
        new KnownSystem(new FoundSystem(null, FoundSystem.UsualRelease, ["build-essential", "ca-certificates", "composer", "git", "golang-go", "nodejs", "npm", "php-cli", "tox"], "pipeline"), ["Composer", "Go", "Npm", "PyPi"], ImportOutcome.Approximated, ""),
        [
            $"""
            if [ -f package.json ]; then {InstallNpm}; npm test
            elif [ -f tox.ini ]; then tox
            elif [ -f go.mod ]; then go test ./...
            elif [ -f composer.json ]; then {UpdateComposer}; composer test
            elif [ -f Makefile ]; then make test
            else echo "Nothing here says how it is tested." >&2; exit 1
            fi
            """,
        ],
        $"it runs the pipeline '{pipeline}' of the repository's .pipeline/config.yaml, which is not here; the usual tests of what the repository is stand for it. In a checkout, pluginci import pipelinelib writes what the file says");

    /// <summary>Arguments behind a program.</summary>
    public static string With(string program, string arguments) => arguments.Trim().Length == 0 ? program : $"{program} {arguments.Trim()}";

    /// <summary>The system of a language with more packages.</summary>
    public static KnownSystem On(string language, string version, string[] packages)
    {
        var known = Language.All.FirstOrDefault(one => one.Name == language);
        if (known is null)
        {
            return new KnownSystem(new FoundSystem(null, FoundSystem.UsualRelease, [.. packages], "linux"), [], ImportOutcome.Approximated, "");
        }

        var system = Images.Of(known, version, version.Length == 0 ? language : $"{language} {version}");
        return system with { System = system.System.With(packages) };
    }
}
