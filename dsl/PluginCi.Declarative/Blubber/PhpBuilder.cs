using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>Packages of Composer.</summary>
internal sealed record PhpBuilder(ImmutableArray<Artifact>? Requirements, bool? Production) : Builder(Requirements)
{
    public override string Key => "php";

    public override Builder With(Builder later) => later is PhpBuilder more ? new PhpBuilder(more.Requirements ?? Requirements, more.Production ?? Production) : this;
}
