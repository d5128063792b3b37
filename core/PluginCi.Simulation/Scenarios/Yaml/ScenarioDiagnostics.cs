namespace PluginCi.Simulation;

/// <summary>The ids of messages about scenario files; docs/reference/diagnostics-scenarios.md explains each.</summary>
internal static class ScenarioDiagnostics
{
    public const string UnknownKey = "PCI6001";

    public const string NotYaml = "PCI6002";

    public const string WrongKind = "PCI6003";

    public const string BadValue = "PCI6004";

    public const string CannotRead = "PCI6005";

    public const string MissingKey = "PCI6006";

    public const string UnknownName = "PCI6007";

    public const string NotAScenario = "PCI6008";
}
