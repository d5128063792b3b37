using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>Packages of Python. Takes effect only with a version and requirements.</summary>
internal sealed record PythonBuilder(ImmutableArray<Artifact>? Requirements, string Version) : Builder(Requirements)
{
    public bool? SeesSystem { get; init; }

    public bool? NoDependencies { get; init; }

    public Poetry Poetry { get; init; } = Poetry.None;

    public Uv Uv { get; init; } = Uv.None;

    /// <summary>The folder of the virtual environment; empty for the usual one.</summary>
    public string Environment { get; init; } = "";

    public string PipVersion { get; init; } = "";

    public string SetuptoolsVersion { get; init; } = "";

    public string ToxVersion { get; init; } = "";

    public string WheelVersion { get; init; } = "";

    public override string Key => "python";

    public bool IsOn => Version.Length > 0 && Requirements is not null;

    public override Builder With(Builder later) => later is not PythonBuilder more ? this : new PythonBuilder(more.Requirements ?? Requirements, more.Version.Or(Version))
    {
        SeesSystem = more.SeesSystem ?? SeesSystem,
        NoDependencies = more.NoDependencies ?? NoDependencies,
        Poetry = Poetry.With(more.Poetry),
        Uv = Uv.With(more.Uv),
        Environment = more.Environment.Or(Environment),
        PipVersion = more.PipVersion.Or(PipVersion),
        SetuptoolsVersion = more.SetuptoolsVersion.Or(SetuptoolsVersion),
        ToxVersion = more.ToxVersion.Or(ToxVersion),
        WheelVersion = more.WheelVersion.Or(WheelVersion),
    };
}
