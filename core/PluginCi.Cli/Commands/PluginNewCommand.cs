using System.CommandLine;
using PluginCi.Dsl.Hosting;

namespace PluginCi.Cli;

/// <summary><c>pluginci plugin new</c>: the first files of something that people add to PluginCI.</summary>
internal static class PluginNewCommand
{
    private static readonly Argument<string> Kind = new("KIND") { Description = "What it is: recipe, a library of recipes for scripts." };

    private static readonly Argument<string> Name = new("NAME") { Description = "Its name, in capitals where words begin, such as Acme.Recipes: that of the assembly that scripts name." };

    private static readonly Argument<string?> Folder = new("DIR") { Description = "Where. Default: a folder of that name.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create()
    {
        Kind.AcceptOnlyFromAmong("recipe");
        var command = new Command("new", "Writes the first files of a plugin: a project that compiles, one worked example, its test. What is there stays as it is.\n\nExample: pluginci plugin new recipe Acme.Recipes") { Kind, Name, Folder };
        command.SetAction(parsed => Run(parsed.GetValue(Name)!, parsed.GetValue(Folder) ?? parsed.GetValue(Name)!));
        return command;
    }

    private static int Run(string name, string folder)
    {
        if (!RecipeTemplate.IsName(name))
        {
            Console.Error.WriteLine($"A library cannot be named '{name}'. Write words of letters and digits that begin with a capital, with '.' between them, such as Acme.Recipes.");
            return ExitCode.Usage;
        }

        if (RecipeLibraries.IsTaken(name))
        {
            Console.Error.WriteLine($"'{name}' is a name of PluginCI or of .NET; scripts could not tell the two apart. Take one of your own, such as Acme.Recipes.");
            return ExitCode.Usage;
        }

        var written = RecipeTemplate.Write(name, folder);
        Console.WriteLine(written.Count == 0 ? $"All files of {folder} are there and stay as they are; lib has the assemblies of this version." : $"{string.Join(", ", written)} and lib are written, in {folder}.");
        Console.WriteLine("Next: ./test.sh --approve builds it and shows what its example means; README.md says how scripts get to use it.");
        return ExitCode.Ok;
    }
}
