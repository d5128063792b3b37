using PluginCi.Dsl;
using PluginCi.Model;
using PluginCi.Pipelines;

namespace PluginCi.Cli;

/// <summary>The first script of a repository, by what the repository is, and what editors need for it.</summary>
internal static class FirstScript
{
    // What a script names, and what that refers to; each with the help that editors show.
    private static readonly string[] ForEditors = ["PluginCi.Dsl", "PluginCi.Model", "PluginCi.Pipelines"];

    /// <summary>What the files of a tree tell.</summary>
    public static IReadOnlyList<ProjectType> Recognise(WorkingTree tree) => ProjectTypes.Recognise(sign => Has(tree, sign));

    /// <summary>Writes the script.</summary>
    public static void Write(WorkingTree tree, IReadOnlyList<ProjectType> types)
    {
        var recipes = types.Select(type => types.Count > 1 ? $"{CallOf(tree, type)}.Prefix(\"{type.Name}\")" : CallOf(tree, type));
        Directory.CreateDirectory(Path.Combine(tree.Directory, PipelineFiles.Folder));
        File.WriteAllText(
            Path.Combine(tree.Directory, PipelineFiles.Script),
            $"""
            #r "PluginCi.Dsl.dll"
            #r "PluginCi.Pipelines.dll"
            using static PluginCi.Dsl.Ci;
            using PluginCi.Pipelines;

            return Project(Commit({string.Join(", ", recipes)}));

            """);
    }

    /// <summary>Writes what editors need beside the script, and keeps it out of git where the folder has no rules of its own. Newer ones replace older ones.</summary>
    /// <returns>The assemblies, from the tree's root.</returns>
    public static IReadOnlyList<string> WriteEditorFiles(WorkingTree tree)
    {
        var folder = Path.Combine(tree.Directory, PipelineFiles.Folder);
        foreach (var file in ForEditors.SelectMany(name => new[] { $"{name}.dll", $"{name}.xml" }))
        {
            File.Copy(Path.Combine(Path.GetDirectoryName(typeof(Ci).Assembly.Location)!, file), Path.Combine(folder, file), overwrite: true);
        }

        var ignored = Path.Combine(folder, ".gitignore");
        if (!File.Exists(ignored))
        {
            File.WriteAllText(ignored, "# Written by pluginci init, for editors.\n/.gitignore\n/PluginCi.*.dll\n/PluginCi.*.xml\n");
        }

        return [.. ForEditors.Select(name => $"{PipelineFiles.Folder}/{name}.dll")];
    }

    private static string CallOf(WorkingTree tree, ProjectType type) => type.Name switch
    {
        "debian" => $"DebianPackage.Source([{string.Join(", ", DebianControl.ReadBuildDepends(tree).Select(package => $"\"{package}\""))}])",
        "ruby" when Has(tree, "spec/*") => "Ruby.Bundler(tests: \"spec\").Apt(\"ruby-rspec\")",
        _ => $"{type.Call}()",
    };

    private static bool Has(WorkingTree tree, string sign)
    {
        var folder = Path.Combine(tree.Directory, Path.GetDirectoryName(sign)!);
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, Path.GetFileName(sign)).Any();
    }
}
