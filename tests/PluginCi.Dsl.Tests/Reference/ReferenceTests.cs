using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace PluginCi.Dsl.Reference;

/// <summary>The page of the language says what the documentation of its members says, and that is whole.</summary>
public sealed class ReferenceTests
{
    // What examples take as there already, so that each can be one line.
    private const string Before = """
        #r "PluginCi.Dsl.dll"
        #r "PluginCi.Pipelines.dll"
        using System;
        using System.Linq;
        using PluginCi.Pipelines;
        using static PluginCi.Dsl.Ci;
        var build = Job("build").Sh("make").Publish("dist/**", name: "dist").Publish("server", name: "server");
        var (lint, unit, docs, api, slow, look) = (Job("lint"), Job("unit"), Job("docs"), Job("api"), Job("slow"), Job("look"));
        var (core, maps, lib) = (Repository("core"), Repository("maps"), Repository("lib"));
        var (siteA, siteB) = (Group("site-a", core, maps), Group("site-b", lib));
        var recipe = Recipe(Debian("bookworm"), build);
        """;

    // The scripts of examples have one beginning, which is compiled once.
    private static readonly Lazy<Script<object>> Beginning = new(() => CSharpScript.Create(Before, ScriptOptions.Default
        .WithMetadataResolver(ScriptMetadataResolver.Default.WithSearchPaths(Path.GetDirectoryName(typeof(Ci).Assembly.Location)!))
        .AddReferences("System.Runtime", "System.Collections", "System.Linq")));

    public static TheoryData<string> Pages => ["dsl.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_is_generated_of_a_page_is_what_stands_there(string page)
    {
        var path = Path.Combine(Documentation.Root, "docs", "reference", page);
        var written = DslReference.Write(File.ReadAllText(path));
        if (Environment.GetEnvironmentVariable("PCI_APPROVE") == "1")
        {
            File.WriteAllText(path, written);
        }

        Assert.True(
            written == File.ReadAllText(path),
            $"docs/reference/{page} is older than the documentation of the DSL. `PCI_APPROVE=1 dotnet test tests/PluginCi.Dsl.Tests --filter ReferenceTests` writes it anew.");
    }

    [Theory]
    [InlineData("verbs")]
    [InlineData("reference")]
    public void Every_member_stands_on_the_page_once(string form)
    {
        var types = DslReference.TypesOn(Documentation.Read("dsl.md"), form).ToArray();
        Assert.Equal(types.Distinct(), types);
        Assert.True(
            DslReference.MembersOf(types).Count() == DslReference.Members.Count,
            $"no mark `<!-- {form}: … -->` of docs/reference/dsl.md names the type of {string.Join(", ", DslReference.Members.Except(DslReference.MembersOf(types)).Select(member => $"{member.Owner}.{member.Name} (gives {member.Gives})"))}.");
    }

    [Fact]
    public void Every_member_is_documented_with_all_its_parameters_and_an_example() => Assert.Equal([], DslReference.Members
        .Where(member => member.Summary.Length == 0 || member.Example.Length == 0 || member.Parameters.Any(parameter => parameter.Text.Length == 0))
        .Select(member => $"{member.Owner}.{member.Name}"));

    [Fact]
    public void Every_example_compiles_as_an_editor_sees_it()
    {
        Assert.Empty(Errors(Beginning.Value));
        Assert.Equal([], DslReference.Members.SelectMany(member => Errors(Beginning.Value.ContinueWith(member.Example)).Select(error => $"{member.Owner}.{member.Name}: {error}: {member.Example}")));
    }

    [Fact]
    public void An_example_shows_the_member_that_it_is_of() => Assert.Equal([], DslReference.Members
        .Where(member => !member.Example.Contains(member.Name == "this[]" ? "[\"" : member.Name, StringComparison.Ordinal))
        .Select(member => $"{member.Owner}.{member.Name}: {member.Example}"));

    private static IEnumerable<string> Errors(Script script) =>
        script.Compile().Where(said => said.Severity == DiagnosticSeverity.Error).Select(said => said.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
}
