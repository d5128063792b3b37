namespace PluginCi.Server;

/// <summary>The ids of what may be wrong with <c>pluginci.yaml</c>; docs/reference/diagnostics-server.md explains each.</summary>
internal static class ServerDiagnostics
{
    public const string UnknownKey = "PCI3001";

    public const string NotYaml = "PCI3002";

    public const string WrongKind = "PCI3003";

    public const string BadValue = "PCI3004";

    public const string CannotRead = "PCI3005";

    public static readonly string[] All = [UnknownKey, NotYaml, WrongKind, BadValue, CannotRead];
}
