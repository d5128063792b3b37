using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>Libraries of recipes in the real evaluator, and what of them is refused.</summary>
public sealed class LibraryTests : IDisposable
{
    private const string Script = "#r \"PluginCi.Dsl.dll\"\n#r \"Acme.dll\"\nusing static PluginCi.Dsl.Ci;\nusing Acme;\n\nreturn Project(Commit(House.Say(\"hello\")));\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-library-").FullName;

    private string Recipes => Path.Combine(_folder, "recipes");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_script_uses_a_library_that_its_plan_is_remembered_by()
    {
        Compile("Acme", House("$\"echo {word}\""));
        using var first = Make();
        Assert.Equal("echo hello", CommandOf(await EvaluateAsync(first, Script)));

        // The running one keeps what it found; a new one finds the new library, and no old plan.
        Compile("Acme", House("$\"printf {word}\""));
        Assert.Equal("echo hello", CommandOf(await EvaluateAsync(first, Script + "// once more")));
        using var second = Make();
        Assert.Equal("printf hello", CommandOf(await EvaluateAsync(second, Script)));
        Assert.True((await EvaluateAsync(first, Script)).IsFromCache);
        Assert.Equal("echo hello", CommandOf(await EvaluateAsync(first, Script)));
    }

    [Fact]
    public async Task A_script_does_not_see_it_without_naming_it_and_is_told_which_there_are()
    {
        Compile("Acme", House("word"));
        using var evaluator = Make();
        var told = await EvaluateAsync(evaluator, Script.Replace("Acme.dll", "Acme.Recipes.dll", StringComparison.Ordinal));
        Assert.Contains(told.Diagnostics, found => found.Id == "PCI2102" && found.Text.Contains("`#r \"Acme.dll\"`", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("System.IO.File.ReadAllText(\"/etc/shadow\")", "PCI2204")]
    [InlineData("System.Diagnostics.Process.Start(\"sh\", \"-c true\")!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)", "PCI2204")]
    [InlineData("new System.Net.Http.HttpClient().GetStringAsync(\"http://127.0.0.1/\").Result", "PCI2204")]
    [InlineData("string.Concat(System.Linq.Enumerable.Repeat(new string('x', 1 << 20), 1 << 10))", "PCI2")]
    [InlineData("Deep(word)", "PCI2202")]
    public async Task What_a_library_does_it_does_in_the_sandbox(string expression, string id)
    {
        Compile("Acme", House(expression));
        using var evaluator = Make();
        var evaluation = await EvaluateAsync(evaluator, Script);
        Assert.Null(evaluation.Value);
        Assert.StartsWith(id, Assert.Single(evaluation.Diagnostics).Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("House.Kind.Assembly.Location", "PCI2067")]
    [InlineData("House.Plain.GetType().Name", "PCI2067")]
    [InlineData("House.Folder.FullName", "PCI2060")]
    public async Task What_a_library_hands_out_of_the_framework_is_refused_as_ever(string expression, string id)
    {
        Compile("Acme", House("word"));
        using var evaluator = Make();
        var evaluation = await EvaluateAsync(evaluator, Script.Replace("\"hello\"", expression, StringComparison.Ordinal));
        Assert.Null(evaluation.Value);
        Assert.Contains(evaluation.Diagnostics, found => found.Id == id);
    }

    [Fact]
    public void What_is_no_library_is_refused_with_its_name()
    {
        Assert.Contains("Make it", Refusal(Path.Combine(_folder, "nowhere")), StringComparison.Ordinal);

        Compile("Acme", House("word"));
        File.Move(Path.Combine(Recipes, "Acme.dll"), Path.Combine(Recipes, "Other.dll"));
        Assert.Contains("Other.dll is the assembly Acme", Refusal(Recipes), StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(Recipes, "Other.dll"), "text");
        Assert.Contains("Other.dll is no assembly of .NET", Refusal(Recipes), StringComparison.Ordinal);

        File.Delete(Path.Combine(Recipes, "Other.dll"));
        File.Copy(typeof(Ci).Assembly.Location, Path.Combine(Recipes, "PluginCi.Dsl.dll"));
        Assert.Contains("PluginCi.Dsl.dll has a name of PluginCI", Refusal(Recipes), StringComparison.Ordinal);

        File.Delete(Path.Combine(Recipes, "PluginCi.Dsl.dll"));
        Compile("Acme", House("word"));
        var twice = Directory.CreateDirectory(Path.Combine(_folder, "twice")).FullName;
        File.Copy(Path.Combine(Recipes, "Acme.dll"), Path.Combine(twice, "Acme.dll"));
        Assert.Contains("two libraries of recipes named Acme", Refusal(Recipes, twice), StringComparison.Ordinal);
    }

    private static string Refusal(params string[] folders) => Assert.Throws<EvaluationException>(() => RecipeLibraries.Find(folders)).Message;

    private static string House(string expression) => $$"""
        using PluginCi.Dsl;
        using static PluginCi.Dsl.Ci;

        namespace Acme;

        public static class House
        {
            public static System.Type Kind => typeof(House);

            public static object Plain => "plain";

            public static System.IO.DirectoryInfo Folder => new("/");

            public static Recipe Say(string word) => Recipe(null, Job("say").Sh({{expression}}));

            private static string Deep(string word) => Deep(word) + word;
        }
        """;

    private static string CommandOf(Evaluation<Plan> evaluation)
    {
        Assert.True(evaluation.Value is not null, string.Join('\n', evaluation.Diagnostics));
        return ((ShellStep)Assert.Single(Assert.Single(evaluation.Value.Jobs).Steps)).Command;
    }

    private static Task<Evaluation<Plan>> EvaluateAsync(ScriptEvaluator evaluator, string script) => evaluator.EvaluateProjectAsync(
        new ScriptSource(".pipeline/pipeline.csx", ImmutableSortedDictionary<string, string>.Empty.Add(".pipeline/pipeline.csx", script)), ["check", "gate"], CancellationToken.None);

    private void Compile(string name, string text)
    {
        Directory.CreateDirectory(Recipes);
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            name, [CSharpSyntaxTree.ParseText(text)], trusted.Select(path => MetadataReference.CreateFromFile(path)), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var emitted = compilation.Emit(Path.Combine(Recipes, $"{name}.dll"));
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
    }

    private ScriptEvaluator Make() => new(
        new ScriptEvaluatorOptions { EvaluatorAssembly = BuiltEvaluator.Assembly, CacheDirectory = Path.Combine(_folder, "plans"), TimeLimit = TimeSpan.FromSeconds(60), Libraries = RecipeLibraries.Find([Recipes]) },
        TimeProvider.System,
        NullLogger<ScriptEvaluator>.Instance);
}
