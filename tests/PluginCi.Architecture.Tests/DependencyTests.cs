using System.Xml.Linq;

namespace PluginCi.Architecture;

/// <summary>Who may refer to whom. The rule is explained in docs/design/architecture.md.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["PluginCi.Model"] = [],
        ["PluginCi.Gate"] = ["PluginCi.Model"],
        ["PluginCi.Plugin"] = ["PluginCi.Model"],
        ["PluginCi.Dependencies"] = ["PluginCi.Model", "PluginCi.Egress"],
        ["PluginCi.Egress"] = ["PluginCi.Model"],
        ["PluginCi.Plugin.Conformance"] = ["PluginCi.Model", "PluginCi.Plugin", "PluginCi.Egress"],
        ["PluginCi.Declarative"] = ["PluginCi.Model"],
        ["PluginCi.Dsl"] = ["PluginCi.Model"],
        ["PluginCi.Import"] = ["PluginCi.Model", "PluginCi.Declarative", "PluginCi.Pipelines"],
        ["PluginCi.Simulation"] = ["PluginCi.Model", "PluginCi.Gate"],
        ["PluginCi.Git"] = ["PluginCi.Model"],
        ["PluginCi.Storage"] = ["PluginCi.Model", "PluginCi.Gate"],
        ["PluginCi.PluginHost"] = ["PluginCi.Model", "PluginCi.Plugin"],
        ["PluginCi.Pipelines"] = ["PluginCi.Dsl"],
        ["PluginCi.Dsl.Hosting"] = ["PluginCi.Model", "PluginCi.Dsl", "PluginCi.Declarative", "PluginCi.Pipelines"],
        ["PluginCi.Scheduler"] = ["PluginCi.Model", "PluginCi.Gate", "PluginCi.Plugin", "PluginCi.Git", "PluginCi.Storage", "PluginCi.Egress", "PluginCi.Dependencies"],
    };

    /// <summary>Projects that compose the others, and so may refer to any but plugins.</summary>
    private static readonly string[] Composers = ["PluginCi.Server", "PluginCi.Cli", "PluginCi.Dsl.Evaluator"];

    [Fact]
    public void Core_and_dsl_projects_refer_only_to_what_they_may()
    {
        foreach (var project in Tree.Files("*.csproj", "core", "dsl", "stdlib-pipelines"))
        {
            // What `pluginci plugin new` writes is no project of this house.
            var name = Path.GetFileNameWithoutExtension(project);
            if (name == "NAME")
            {
                continue;
            }

            var forbidden = Composers.Contains(name)
                ? References(project).Where(reference => reference.StartsWith("PluginCi.Plugins.", StringComparison.Ordinal))
                : References(project).Except(Allowed.GetValueOrDefault(name) ?? throw new InvalidOperationException($"Say in DependencyTests what {name} may refer to."));
            Assert.True(!forbidden.Any(), $"{name} must not refer to {string.Join(", ", forbidden)}.");
        }
    }

    [Fact]
    public void A_plugin_refers_to_the_contracts_and_to_its_own_projects_only()
    {
        foreach (var project in Tree.Files("*.csproj", "plugins"))
        {
            var family = Path.GetDirectoryName(Tree.Relative(project))!.Split(Path.DirectorySeparatorChar)[1];
            var forbidden = References(project).Where(reference =>
                reference is not ("PluginCi.Model" or "PluginCi.Plugin") && !reference.StartsWith($"PluginCi.Plugins.{family}", StringComparison.Ordinal));
            Assert.True(!forbidden.Any(), $"{Tree.Relative(project)} must not refer to {string.Join(", ", forbidden)}.");
        }
    }

    [Fact]
    public void Only_hosting_uses_the_compiler()
    {
        var users = Tree.Files("*.csproj", "core", "dsl", "stdlib-pipelines", "plugins")
            .Where(project => File.ReadAllText(project).Contains("Microsoft.CodeAnalysis.CSharp", StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(["PluginCi.Dsl.Hosting"], users);
    }

    private static string[] References(string project) =>
        [.. XDocument.Load(project).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))];
}
