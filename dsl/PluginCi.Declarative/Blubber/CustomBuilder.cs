using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>A command, or a script.</summary>
/// <param name="Requirements">The files that it needs; null where none are said.</param>
/// <param name="Command">The program and its arguments, or shell.</param>
/// <param name="Script">A script instead; empty for none.</param>
/// <param name="Mounts">Files of others that are there while it runs.</param>
/// <param name="Caches">Folders that it finds as the last one left them.</param>
internal sealed record CustomBuilder(
    ImmutableArray<Artifact>? Requirements, ImmutableArray<string>? Command, string Script, ImmutableArray<BuildMount>? Mounts, ImmutableArray<BuildCache>? Caches) : Builder(Requirements)
{
    public static readonly CustomBuilder None = new(null, null, "", null, null);

    public override string Key => "custom";

    public override IEnumerable<string> Needs => [.. base.Needs, .. Mounts.OrEmpty().Where(mount => mount.From != Artifact.Local).Select(mount => mount.From)];

    public override Builder With(Builder later) => later is CustomBuilder more
        ? new CustomBuilder(more.Requirements ?? Requirements, more.Command ?? Command, more.Script.Or(Script), more.Mounts ?? Mounts, more.Caches ?? Caches)
        : this;
}
