using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for documentation and static sites.</summary>
public static class Docs
{
    /// <summary>Documentation for Sphinx.
    /// <c>lint</c>: references that lead nowhere are errors. <c>build</c>: the pages. <c>unit</c>: the code blocks that are doctests. <c>package</c>: the pages as an archive, which people can also look at.</summary>
    /// <param name="source">The folder with <c>conf.py</c>.</param>
    /// <param name="debian">The release of Debian. Extensions are added by <c>.Apt("python3-sphinx-rtd-theme")</c>.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Docs.Sphinx()));</code></example>
    public static Recipe Sphinx(string source = "docs", string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line);
        string Build(string builder, string options = "-W --keep-going") => $"sphinx-build -b {builder} {options} '{source}' ~/{builder}";
        return Ci.Recipe(
            Ci.Debian(debian).Apt("python3-sphinx"),
            Job("lint").Sh(Build("dummy", "-n -W --keep-going")),
            Job("build").Sh(Build("html")),
            Job("unit").Sh(Build("doctest")),
            Job("package").Sh(Build("html")).Sh("mkdir -p dist\ncp -r ~/html dist/html\ntar -C ~ -czf dist/html.tar.gz html").Publish("dist/**", "package"));
    }

    /// <summary>Documentation for MkDocs.
    /// <c>lint</c>: yamllint of <c>mkdocs.yml</c>. <c>build</c>: the pages; warnings, such as for links that lead nowhere, are errors. <c>package</c>: the pages as an archive, which people can also look at.</summary>
    /// <param name="debian">The release of Debian. Themes and plugins are added by <c>.Apt("mkdocs-material")</c>.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Docs.MkDocs()));</code></example>
    public static Recipe MkDocs(string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line);
        return Ci.Recipe(
            Ci.Debian(debian).Apt("mkdocs", "yamllint"),
            Job("lint").Sh("yamllint -d relaxed mkdocs.yml"),
            Job("build").Sh("mkdocs build --strict --site-dir ~/html"),
            Job("package").Sh("mkdir -p dist\nmkdocs build --strict --site-dir \"$PWD/dist/html\"\ntar -C dist -czf dist/html.tar.gz html").Publish("dist/**", "package"));
    }
}
