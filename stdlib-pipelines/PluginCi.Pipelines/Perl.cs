using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for Perl. The version is that of the release of Debian: 5.36 in bookworm, 5.40 in trixie.</summary>
public static class Perl
{
    /// <summary>A distribution with a <c>Makefile.PL</c>.
    /// <c>lint</c>: perlcritic, by its <c>.perlcriticrc</c> or gently. <c>build</c>: perl compiles all modules. <c>unit</c>: prove, all <c>*.t</c> below <c>t</c>. <c>package</c>: <c>make dist</c>.</summary>
    /// <param name="debian">The release of Debian. Modules that it uses are added by <c>.Apt("libjson-perl")</c>.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Perl.Distribution().Apt("libjson-perl")));</code></example>
    public static Recipe Distribution(string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line);
        return Ci.Recipe(
            Ci.Debian(debian).Apt("libperl-critic-perl", "make", "perl"),
            Job("lint").Sh("perlcritic --quiet lib"),
            Job("build").Sh(Commands.ForFiles("*.pm", "perl -Ilib -wc", each: true)),
            Job("unit").Sh("PERL_TEST_HARNESS_DUMP_TAP=reports prove --lib --recurse t").Tap("reports/**"),
            Job("package").Sh("perl Makefile.PL\nmake manifest dist").Sh("mkdir -p dist\nmv *.tar.gz dist/").Publish("dist/*", "package"));
    }
}
