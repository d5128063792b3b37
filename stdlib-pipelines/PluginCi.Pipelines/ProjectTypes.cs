using System.Collections.Immutable;

namespace PluginCi.Pipelines;

/// <summary>The kinds of projects that have a recipe without parameters that only their people know.</summary>
public static class ProjectTypes
{
    /// <summary>All, in the order of their names.</summary>
    public static ImmutableArray<ProjectType> All { get; } =
    [
        new() { Name = "cmake", Call = "C.CMake", Signs = ["CMakeLists.txt"], Make = (debian, path, line) => C.CMake(debian, path: path, line: line) },
        new() { Name = "debian", Call = "DebianPackage.Source", Signs = ["debian/control"], Make = (debian, path, line) => DebianPackage.Source(["debhelper"], debian, path, line) },
        new() { Name = "dotnet", Call = "DotNet.Solution", Signs = ["*.sln", "*.slnx", "*.csproj", "*.fsproj"], Make = (_, path, line) => DotNet.Solution(path: path, line: line) },
        new() { Name = "go", Call = "Go.Module", Signs = ["go.mod"], Versions = [("1.19", "bookworm"), ("1.24", "trixie")], Make = Go.Module },
        new() { Name = "gradle", Call = "Java.Gradle", Signs = ["build.gradle", "build.gradle.kts"], Versions = JavaVersions, Make = Java.Gradle },
        new() { Name = "make", Call = "C.Make", Signs = ["Makefile", "configure.ac"], IsLastGuess = true, Make = (debian, path, line) => C.Make(debian, path: path, line: line) },
        new() { Name = "maven", Call = "Java.Maven", Signs = ["pom.xml"], Versions = JavaVersions, Make = Java.Maven },
        new() { Name = "mediawiki-core", Call = "MediaWiki.Core", Signs = ["maintenance/install.php"], Make = MediaWiki.Core },
        new() { Name = "mediawiki-extension", Call = "MediaWiki.Extension", Signs = ["extension.json"], Make = (debian, path, line) => MediaWiki.Extension(debian: debian, path: path, line: line) },
        new() { Name = "mediawiki-skin", Call = "MediaWiki.Skin", Signs = ["skin.json"], Make = (debian, path, line) => MediaWiki.Skin(debian: debian, path: path, line: line) },
        new() { Name = "meson", Call = "C.Meson", Signs = ["meson.build"], Make = (debian, path, line) => C.Meson(debian, path: path, line: line) },
        new() { Name = "mkdocs", Call = "Docs.MkDocs", Signs = ["mkdocs.yml"], Make = Docs.MkDocs },
        new() { Name = "node", Call = "Node.Npm", Signs = ["package.json"], Versions = [("18", "bookworm"), ("20", "trixie")], Make = Node.Npm },
        new() { Name = "perl", Call = "Perl.Distribution", Signs = ["Makefile.PL"], Versions = [("5.36", "bookworm"), ("5.40", "trixie")], Make = Perl.Distribution },
        new() { Name = "php", Call = "Php.Composer", Signs = ["composer.json"], Versions = [("8.2", "bookworm"), ("8.4", "trixie")], Make = (debian, path, line) => Php.Composer(debian, path: path, line: line) },
        new() { Name = "puppet", Call = "Puppet.Module", Signs = ["manifests/*.pp"], Make = Puppet.Module },
        new()
        {
            Name = "python", Call = "Python.Pytest", Signs = ["pyproject.toml", "setup.py", "setup.cfg", "requirements.txt"], Versions = PythonVersions,
            Make = (debian, path, line) => Python.Pytest(debian, path: path, line: line),
        },
        new() { Name = "ruby", Call = "Ruby.Bundler", Signs = ["Gemfile"], Versions = [("3.1", "bookworm"), ("3.3", "trixie")], Make = (debian, path, line) => Ruby.Bundler(debian, path: path, line: line) },
        new() { Name = "rust", Call = "Rust.Cargo", Signs = ["Cargo.toml"], Versions = [("1.63", "bookworm"), ("1.85", "trixie")], Make = Rust.Cargo },
        new() { Name = "shell", Call = "Shell.Scripts", Signs = ["tests/*.bats"], IsLastGuess = true, Make = (debian, path, line) => Shell.Scripts(debian, path: path, line: line) },
        new() { Name = "sphinx", Call = "Docs.Sphinx", Signs = ["docs/conf.py"], Make = (debian, path, line) => Docs.Sphinx(debian: debian, path: path, line: line) },
        new() { Name = "tox", Call = "Python.Tox", Signs = ["tox.ini"], Versions = PythonVersions, Make = (debian, path, line) => Python.Tox(debian: debian, path: path, line: line) },
    ];

    private static ImmutableArray<(string Version, string Release)> JavaVersions => [("17", "bookworm"), ("21", "trixie")];

    private static ImmutableArray<(string Version, string Release)> PythonVersions => [("3.11", "bookworm"), ("3.13", "trixie")];

    /// <summary>What a folder is.</summary>
    /// <param name="has">Says whether the folder has a file that fits a sign.</param>
    /// <returns>The kinds, the surest first; none where nothing tells.</returns>
    public static ImmutableArray<ProjectType> Recognise(Func<string, bool> has)
    {
        ArgumentNullException.ThrowIfNull(has);
        var found = All.Where(type => type.Signs.Any(has)).ToList();

        // The sources of a package are whatever they are; it is built from debian/. What is of MediaWiki is tested with it, also where composer and npm bring its tools.
        if (found.Find(type => type.Name == "debian" || type.Name.StartsWith("mediawiki-", StringComparison.Ordinal)) is { } whole)
        {
            return [whole];
        }

        // tox runs the tests of a project that has it, whatever else tells that it is of Python.
        if (found.Exists(type => type.Name == "tox"))
        {
            found.RemoveAll(type => type.Name == "python");
        }

        return found.TrueForAll(type => type.IsLastGuess) ? [.. found.Take(1)] : [.. found.Where(type => !type.IsLastGuess)];
    }
}
