using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using PluginCi.Dsl.Hosting;

namespace PluginCi.Dsl;

public sealed class DocumentationTests
{
    [Fact]
    public void Every_diagnostic_is_documented_and_no_other() =>
        Assert.Equal(Documentation.IdsInSource(), Documentation.IdsIn(Documentation.Read("diagnostics.md")));

    [Fact]
    public void Every_example_of_the_pages_is_valid()
    {
        var scripts = Documentation.Scripts("dsl.md").Concat(Documentation.Scripts("services.md")).Concat(Documentation.Scripts("recipes.md")).Concat(Documentation.Scripts("enforcement.md")).ToArray();
        Assert.Equal(10, scripts.Length);
        foreach (var script in scripts)
        {
            var isSite = script.Contains("return Site(", StringComparison.Ordinal);
            var entry = isSite ? "site.csx" : ".pipeline/pipeline.csx";
            var response = ScriptRunner.Run(new EvaluationRequest
            {
                IsSite = isSite,
                Entry = entry,
                Pipelines = ["check", "gate"],
                Files = ImmutableSortedDictionary<string, string>.Empty.Add(entry, script),
            });
            Assert.True(response.Diagnostics.IsEmpty, string.Join('\n', response.Diagnostics));
        }
    }

    public static TheoryData<string> Samples => [.. ScriptFile.Names("good")];

    // What an editor sees: no host, no invisible globals, only the assembly that the script names.
    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_compiles_stand_alone(string name)
    {
        var folder = Path.GetDirectoryName(typeof(Ci).Assembly.Location)!;
        var options = ScriptOptions.Default
            .WithMetadataResolver(ScriptMetadataResolver.Default.WithSearchPaths(folder))
            .WithSourceResolver(new FileResolver(ScriptFile.Read(name).Request().Files))
            .WithFilePath(ScriptFile.Read(name).Entry)
            .AddReferences("System.Runtime", "System.Collections", "System.Linq");
        var said = CSharpScript.Create(ScriptFile.Read(name).Request().Files[ScriptFile.Read(name).Entry], options).Compile();
        Assert.Empty(said.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }
}
