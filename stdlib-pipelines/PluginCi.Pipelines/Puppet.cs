using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for Puppet.</summary>
public static class Puppet
{
    /// <summary>A module, or a control repository.
    /// <c>lint</c>: puppet-lint. <c>build</c>: Puppet parses all manifests, and ERB all templates. <c>unit</c>: rspec-puppet, where there is a folder <c>spec</c>. <c>package</c>: an archive of the project.</summary>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Puppet.Module()));</code></example>
    public static Recipe Module(string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line);
        return Ci.Recipe(
            Ci.Debian(debian).Apt("puppet-agent", "puppet-lint", "ruby-puppetlabs-spec-helper", "ruby-rspec-junit-formatter", "ruby-rspec-puppet"),
            Job("lint").Sh("puppet-lint --fail-on-warnings --no-140chars-check ."),
            Job("build")
                .Sh(Commands.ForFiles("*.pp", "puppet parser validate"))
                .Sh(Commands.ForFiles("*.erb", "sh -ec 'for file; do erb -x -T - \"$file\" | ruby -c > /dev/null; done' --")),
            Job("unit")
                .Sh("if [ -d spec ]; then rspec --format documentation --format RspecJunitFormatter --out reports/rspec.xml spec; fi")
                .JUnit("reports/*.xml"),
            Job("package").Sh(Commands.Archive).Publish("dist/*", "package"));
    }
}
