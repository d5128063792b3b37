using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PluginCi.Dsl.Reference;

/// <summary>Writes those parts of <c>docs/reference/dsl.md</c> that stand between marks: what the documentation of the DSL's members says.</summary>
/// <remarks>A mark names types. It holds, type by type, what of <c>Ci</c> gives one and then its own members, in the order of the source.</remarks>
internal static partial class DslReference
{
    private static readonly Hosting.References References = new([]);

    private static readonly Lazy<Dictionary<string, XElement>> Documentation = new(() =>
        XDocument.Load(Path.ChangeExtension(typeof(Ci).Assembly.Location, ".xml"), LoadOptions.PreserveWhitespace).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value));

    /// <summary>Every public member of the DSL. Conversions are left out, since scripts do not write them.</summary>
    public static IReadOnlyList<DslMember> Members { get; } =
    [
        .. Types().SelectMany(type => type.GetMembers())
            .Where(member => member is { DeclaredAccessibility: Accessibility.Public, IsOverride: false })
            .Where(member => member is IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary })
            .Select(member => new DslMember(member, Documentation.Value.GetValueOrDefault(member.GetDocumentationCommentId()!, new XElement("member")))),
    ];

    /// <summary>The types that the marks of one form name on a page.</summary>
    public static IEnumerable<string> TypesOn(string page, string form) => Mark().Matches(page).Where(mark => mark.Groups["form"].Value == form).SelectMany(TypesOf);

    /// <summary>For each type what begins a value of it, and then its own verbs.</summary>
    public static IEnumerable<DslMember> MembersOf(IEnumerable<string> types) =>
        types.SelectMany(type => Members.Where(member => member.Owner == "Ci" && member.Gives == type).Concat(Members.Where(member => member.Owner == type)));

    /// <summary>The page with what stands between its marks written anew.</summary>
    public static string Write(string page) => Mark().Replace(page, mark =>
    {
        var members = MembersOf(TypesOf(mark)).ToArray();
        return $"{mark.Groups["begin"].Value}\n{(mark.Groups["form"].Value == "verbs" ? Table(members) : Entries(members))}<!-- end -->";
    });

    private static string[] TypesOf(Match mark) => mark.Groups["types"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Table(IEnumerable<DslMember> members)
    {
        var text = new StringBuilder("\n| verb | what it does |\n| --- | --- |\n");
        foreach (var member in members)
        {
            text.Append($"| `{member.Usage}` | {Cell(DslText.FirstSentence(member.Summary) + Defaults(member))} |\n");
        }

        return text.Append('\n').ToString();
    }

    private static string Defaults(DslMember member)
    {
        var known = member.Parameters.Select(parameter => (parameter.Name, Text: DslText.Default(parameter.Text))).Where(parameter => parameter.Text.Length > 0).ToArray();
        var named = known.Length == 1 ? known[0].Text : string.Join(", ", known.Select(parameter => $"{parameter.Name} {parameter.Text}"));
        return known.Length == 0 ? "" : $"; default {named}";
    }

    private static string Entries(IEnumerable<DslMember> members)
    {
        var text = new StringBuilder();
        foreach (var member in members)
        {
            text.Append($"\n#### `{member.Usage}`{(member.Owner is "Ci" or "ServiceKinds" or "RegistryKinds" or "ReportKinds" ? "" : $" of `{member.Owner}`")}\n\n`{member.Signature}`\n\n{member.Summary}\n");
            var rows = member.Parameters.Select(parameter => $"- `{parameter.Name}`: {parameter.Text}")
                .Concat(member.Returns.Length > 0 ? [$"- gives: {member.Returns}"] : [])
                .Concat(member.Errors.Select(error => $"- fails: {error}"))
                .ToArray();
            text.Append(rows.Length > 0 ? $"\n{string.Join('\n', rows)}\n" : "").Append($"\n```cs\n{member.Example}\n```\n");
        }

        return text.Append('\n').ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static IEnumerable<INamedTypeSymbol> Types()
    {
        var compilation = CSharpCompilation.Create("reference", references: References.All);
        var assembly = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(References.All.Single(known => known.FilePath == typeof(Ci).Assembly.Location))!;
        return assembly.GlobalNamespace.GetNamespaceMembers().Single(part => part.Name == "PluginCi").GetNamespaceMembers().Single(part => part.Name == "Dsl")
            .GetTypeMembers()
            .Where(type => type.DeclaredAccessibility == Accessibility.Public);
    }

    [GeneratedRegex("(?<begin><!-- (?<form>verbs|reference): (?<types>[^>]*?) -->)\n.*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Mark();
}
