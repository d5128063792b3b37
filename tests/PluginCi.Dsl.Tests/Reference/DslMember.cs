using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace PluginCi.Dsl.Reference;

/// <summary>A verb or a value that scripts may write, with what its documentation says.</summary>
/// <param name="symbol">The member.</param>
/// <param name="documentation">Its element of the assembly's documentation.</param>
internal sealed partial class DslMember(ISymbol symbol, XElement documentation)
{
    private static readonly SymbolDisplayFormat Signatures = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public string Owner => symbol.ContainingType.Name;

    public string Name => symbol.Name;

    /// <summary>The type that it gives: what it is a word about, for those that begin a value.</summary>
    public string Gives => symbol switch
    {
        IMethodSymbol method => method.ReturnType.Name,
        IPropertySymbol property => property.Type.Name,
        _ => "",
    };

    /// <summary>As people write it: <c>Job(name)</c>, <c>.After(jobs)</c>, <c>Service.Redis(version)</c>.</summary>
    public string Usage => symbol switch
    {
        IPropertySymbol { IsIndexer: true } indexer => $"[{Names(indexer.Parameters)}]",
        IMethodSymbol method => $"{Prefix}{Name}({Names(method.Parameters)})",
        _ => Prefix + Name,
    };

    /// <summary>With types and what counts where something is left out, without what the compiler fills in.</summary>
    public string Signature => HiddenParameters().Replace(symbol.ToDisplayString(Signatures), "").Replace("(, ", "(", StringComparison.Ordinal);

    public string Summary => DslText.Of(documentation.Element("summary"));

    public string Returns => DslText.Of(documentation.Element("returns"));

    public string Example => documentation.Element("example")?.Element("code")?.Value.Trim() ?? "";

    public IEnumerable<(string Name, string Text)> Parameters =>
        Written.Select(parameter => (parameter.Name, DslText.Of(documentation.Elements("param").FirstOrDefault(text => text.Attribute("name")?.Value == parameter.Name))));

    public IEnumerable<string> Errors => documentation.Elements("exception").Select(DslText.Of);

    private string Prefix => Owner switch
    {
        "Ci" => "",
        _ when symbol.IsStatic => $"{Owner}.",
        "ServiceKinds" => "Service.",
        "RegistryKinds" => "Registry.",
        "ReportKinds" => "ReportKind.",
        _ => ".",
    };

    private IEnumerable<IParameterSymbol> Written => symbol switch
    {
        IMethodSymbol method => method.Parameters.Where(IsWritten),
        IPropertySymbol property => property.Parameters,
        _ => [],
    };

    private static bool IsWritten(IParameterSymbol parameter) => !parameter.GetAttributes().Any(attribute => attribute.AttributeClass?.Name.StartsWith("Caller", StringComparison.Ordinal) is true);

    private static string Names(IEnumerable<IParameterSymbol> parameters) => string.Join(", ", parameters.Where(IsWritten).Select(parameter => parameter.Name));

    [GeneratedRegex("(, )?string path = \"\", int line = 0")]
    private static partial Regex HiddenParameters();
}
