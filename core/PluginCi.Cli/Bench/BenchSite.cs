using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>A site of many projects in groups, every one with a script that no other one has: its own commands, some with jobs for several versions.</summary>
internal static class BenchSite
{
    private const int GroupSize = 4;

    private const string Head = "#r \"PluginCi.Dsl.dll\"\nusing System.Linq;\nusing static PluginCi.Dsl.Ci;\n\n";

    /// <summary>The pipelines of the site.</summary>
    public static ImmutableArray<string> Pipelines { get; } = ["check", "gate"];

    /// <summary>The script of the site: a line a project, every fourth of them the head of a group with an acceptance job.</summary>
    public static ScriptSource Make(int projects)
    {
        var names = Enumerable.Range(0, projects).Select(NameOf).ToArray();
        var repositories = names.Select(name => $"var {name} = Repository(\"{name}\");\n");
        var groups = names.Chunk(GroupSize).Select((members, index) => Text($"    Group(\"group{index}\", {string.Join(", ", members)}).Acceptance(Job(\"acceptance-{index}\").Sh(\"make acceptance\"))"));
        return Source(PipelineFiles.Site, $"{Head}{string.Concat(repositories)}\nreturn Site(\n{string.Join(",\n", groups)});\n");
    }

    /// <summary>The script of a project.</summary>
    /// <param name="project">Its number.</param>
    /// <param name="round">Another one gives another script.</param>
    public static ScriptSource MakeProject(int project, int round) => Source(PipelineFiles.Script, (project % 3) switch
    {
        0 => Text($$"""
            {{Head}}var build = Job("build").Sh("make -j2 {{NameOf(project)}}").Timeout(Minutes({{10 + (project % 20)}}));
            var unit = Job("unit").After(build).Sh("make check ROUND={{round}}");
            var lint = Job("lint").Sh("make lint");

            return Project(Commit(build, unit, lint));

            """),
        1 => Text($$"""
            {{Head}}var versions = new[] { "3.9", "3.11", "3.13" };
            var units = versions.Select(version => Job($"unit-{version}").Sh($"tox -e py{version} -- {{NameOf(project)}}").Env("ROUND", "{{round}}")).ToArray();
            var docs = Job("docs").Sh("make -C docs html");

            return Project(Commit([.. units, docs]));

            """),
        _ => Text($$"""
            {{Head}}var install = Job("install").Sh("npm ci").Sh("npm run build -- --name={{NameOf(project)}}");
            var test = Job("test").After(install).Sh("npm test -- --round={{round}}").Attempts(2);

            return Project(
                Commit(install, test),
                Acceptance(Job("browser").Sh("npm run browser")));

            """),
    });

    private static string NameOf(int project) => Text($"project{project}");

    private static ScriptSource Source(string path, string text) => new(path, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(path, text));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
