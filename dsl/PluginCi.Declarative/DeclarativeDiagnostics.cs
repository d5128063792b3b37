namespace PluginCi.Declarative;

/// <summary>The ids of messages about declarative files; docs/reference/diagnostics-declarative.md explains each.</summary>
internal static class DeclarativeDiagnostics
{
    public const string CannotRead = "PCI5001";

    public const string NotYaml = "PCI5002";

    public const string RepeatedKey = "PCI5003";

    public const string TooMuch = "PCI5004";

    public const string WrongKind = "PCI5005";

    public const string UnknownKey = "PCI5006";

    public const string MissingKey = "PCI5007";

    public const string BadValue = "PCI5008";

    public const string OtherFormat = "PCI5009";

    public const string OldKey = "PCI5010";

    public const string Version = "PCI5101";

    public const string UnknownVariant = "PCI5102";

    public const string Circle = "PCI5103";

    public const string RepeatedCopy = "PCI5104";

    public const string Builders = "PCI5105";

    public const string Policy = "PCI5106";

    public const string StageName = "PCI5201";

    public const string UnknownStage = "PCI5202";

    public const string StageCircle = "PCI5203";

    public const string Variable = "PCI5204";

    public const string NotAllowed = "PCI5205";

    public const string NoFile = "PCI5206";

    public const string NotHere = "PCI5207";
}
