using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for Ruby. The version is that of the release of Debian: 3.1 in bookworm, 3.3 in trixie.</summary>
public static class Ruby
{
    private const string Install = "bundle install --local || { bundle config set --local path \"$HOME/bundle\"; bundle install; }";

    /// <summary>A project with a <c>Gemfile</c> and tests that rake runs. Gems of Debian are taken where all are there, else all come from RubyGems.
    /// <c>lint</c>: rubocop. <c>build</c>: ruby parses all files. <c>unit</c>: a task of rake. <c>package</c>: the gem of each <c>*.gemspec</c>.</summary>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="tests">The task of rake that runs the tests.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Ruby.Bundler(tests: "spec").Apt("ruby-rspec")));</code></example>
    public static Recipe Bundler(string debian = "bookworm", string tests = "test", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line);
        return Ci.Recipe(
            Ci.Debian(debian).Apt("build-essential", "rake", "rubocop", "ruby", "ruby-bundler", "ruby-dev", "ruby-minitest"),
            Job("lint").Sh("rubocop"),
            Job("build").Sh(Commands.ForFiles("*.rb", "ruby -c", each: true)),
            Job("unit").Dependencies(Ci.Registry.RubyGems).Sh(Install).Sh($"bundle exec rake '{tests}'").JUnit("reports/*.xml"),
            Job("package").Sh(Commands.ForFiles("*.gemspec", "gem build", each: true)).Publish("*.gem", "package"));
    }
}
