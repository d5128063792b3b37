using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>Packages of npm.</summary>
internal sealed record NodeBuilder(ImmutableArray<Artifact>? Requirements, string Env, bool? UsesCi, bool? MayFailToDedupe) : Builder(Requirements)
{
    public override string Key => "node";

    public override Builder With(Builder later) => later is NodeBuilder more
        ? new NodeBuilder(more.Requirements ?? Requirements, more.Env.Or(Env), more.UsesCi ?? UsesCi, more.MayFailToDedupe ?? MayFailToDedupe)
        : this;
}
