using System.Collections.Frozen;
using Microsoft.CodeAnalysis;

namespace PluginCi.Dsl.Hosting;

/// <summary>What a script may name: an allow-list, so that what the framework gets tomorrow is refused until somebody thought of it.</summary>
internal static class AllowedSymbols
{
    private static readonly FrozenSet<string> Namespaces = new[]
    {
        "PluginCi.Dsl", "PluginCi.Model", "PluginCi.Pipelines", "System.Linq", "System.Collections.Generic", "System.Collections.Immutable",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> Types = new[]
    {
        "System.Object", "System.String", "System.Boolean", "System.Char", "System.Byte", "System.SByte", "System.Int16", "System.UInt16",
        "System.Int32", "System.UInt32", "System.Int64", "System.UInt64", "System.Single", "System.Double", "System.Decimal", "System.Void",
        "System.Nullable", "System.ValueTuple", "System.Tuple", "System.Array", "System.Enum", "System.ValueType", "System.TimeSpan", "System.Math",
        "System.Func", "System.Action", "System.Predicate", "System.Comparison", "System.Delegate", "System.MulticastDelegate", "System.Index",
        "System.Range", "System.Span", "System.ReadOnlySpan", "System.StringComparison", "System.StringComparer", "System.StringSplitOptions",
        "System.IComparable", "System.IEquatable", "System.IFormattable", "System.Exception", "System.ArgumentException",
        "System.InvalidOperationException", "System.Text.StringBuilder", "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler",
    }.ToFrozenSet();

    // Doors from a plain value to reflection, or to the machine.
    private static readonly FrozenSet<string> Members = new[]
    {
        "System.Object.GetType", "System.Object.MemberwiseClone", "System.Delegate.Method", "System.Delegate.DynamicInvoke",
        "System.Delegate.CreateDelegate", "System.Exception.TargetSite", "System.Exception.GetType", "System.Enum.GetType",
    }.ToFrozenSet();

    /// <returns>What is forbidden, as people would name it, or null.</returns>
    public static string? FindForbidden(ISymbol? symbol) => symbol switch
    {
        null or INamespaceSymbol or IAliasSymbol or ILabelSymbol or IRangeVariableSymbol or IDiscardSymbol => null,
        ILocalSymbol or IParameterSymbol or ITypeParameterSymbol => null,
        IDynamicTypeSymbol => "dynamic",
        INamedTypeSymbol type => FindForbiddenType(type),
        IArrayTypeSymbol array => FindForbidden(array.ElementType),
        ITypeSymbol other => other.ToDisplayString(),
        _ => FindForbiddenMember(symbol),
    };

    private static string? FindForbiddenMember(ISymbol member)
    {
        if (member.ContainingType is not { } type)
        {
            return null;
        }

        var name = $"{FullName(type)}.{member.Name}";
        return Members.Contains(name) ? $"{type.Name}.{member.Name}" : FindForbiddenType(type);
    }

    private static string? FindForbiddenType(INamedTypeSymbol type)
    {
        // What the script declares itself is made of what it may use.
        if (type.Locations.Any(location => location.IsInSource) || type.IsScriptClass || type.IsAnonymousType || type.IsTupleType)
        {
            return null;
        }

        return Types.Contains(FullName(type)) || Namespaces.Contains(type.ContainingNamespace?.ToDisplayString() ?? "") ? null : FullName(type);
    }

    private static string FullName(INamedTypeSymbol type)
    {
        var outer = type.ContainingType is { } containing ? FullName(containing) : type.ContainingNamespace?.ToDisplayString();
        return string.IsNullOrEmpty(outer) ? type.MetadataName.Split('`')[0] : $"{outer}.{type.MetadataName.Split('`')[0]}";
    }
}
