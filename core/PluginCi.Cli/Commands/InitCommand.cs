using System.CommandLine;
using PluginCi.Model;
using PluginCi.Pipelines;

namespace PluginCi.Cli;

/// <summary><c>pluginci init</c>: writes the script of a repository that has none, and what editors need to complete and check it.</summary>
internal static class InitCommand
{
    private static readonly Argument<string[]> Types = new("TYPE")
    {
        Description = "What it is, for example python; several for a repository of several. Default: what its files tell.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> Directory = new("--dir") { Description = "The working tree. Default: this folder.", DefaultValueFactory = _ => "." };

    public static Command Create()
    {
        var command = new Command("init", "Looks at a repository and writes its .pipeline/pipeline.csx, and beside it what editors need.\n\nExample: pluginci init python") { Types, Directory };
        command.SetAction((parsed, _) => Task.FromResult(Run(new WorkingTree(parsed.GetValue(Directory)!), parsed.GetValue(Types) ?? [])));
        return command;
    }

    private static int Run(WorkingTree tree, string[] names)
    {
        if (!System.IO.Directory.Exists(tree.Directory))
        {
            Console.Error.WriteLine($"There is no folder {tree.Directory}.");
            return ExitCode.Usage;
        }

        if (names.FirstOrDefault(name => Find(name) is null) is { } unknown)
        {
            Console.Error.WriteLine($"There is no type '{unknown}'. Known types: {Known}.");
            return ExitCode.Usage;
        }

        if (tree.Has(PipelineFiles.Script))
        {
            Console.WriteLine($"{PipelineFiles.Script} is there and stays as it is. {ForEditors(tree)}");
            return ExitCode.Ok;
        }

        if (tree.Entry is { } declared && names.Length == 0)
        {
            Console.WriteLine($"{declared} is there, and would not count any more beside a script. To have one all the same, name the type: pluginci init TYPE.");
            return ExitCode.Ok;
        }

        var types = names.Length > 0 ? [.. names.Select(name => Find(name)!)] : FirstScript.Recognise(tree);
        if (types.Count == 0)
        {
            Console.Error.WriteLine($"No file of {tree.Directory} tells what kind of project it is. Say it: pluginci init TYPE, where TYPE is one of {Known}.");
            return ExitCode.Failed;
        }

        FirstScript.Write(tree, types);
        Console.WriteLine($"{PipelineFiles.Script} is written, for {string.Join(" and ", types.Select(type => type.Name))}. {ForEditors(tree)}");
        Console.WriteLine("Next: pluginci plan shows what it means, pluginci run runs it as the server does.");
        return ExitCode.Ok;
    }

    private static string ForEditors(WorkingTree tree) => $"For editors, and not for git: {string.Join(", ", FirstScript.WriteEditorFiles(tree))}.";

    private static ProjectType? Find(string name) => ProjectTypes.All.FirstOrDefault(type => type.Name == name);

    private static string Known => string.Join(", ", ProjectTypes.All.Select(type => type.Name));
}
