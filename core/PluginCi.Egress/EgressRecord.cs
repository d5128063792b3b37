using System.Globalization;

namespace PluginCi.Egress;

/// <summary>One request of a build, when it is over.</summary>
/// <param name="Host">The host that it asked for; empty where that could not be read.</param>
/// <param name="Port">The port; 0 where there is none.</param>
/// <param name="Refusal">Why nothing or not all of it was passed on, in one sentence; null when all was.</param>
/// <param name="BytesSent">Bytes from the build to the host.</param>
/// <param name="BytesReceived">Bytes from the host to the build.</param>
public sealed record EgressRecord(string Host, int Port, string? Refusal, long BytesSent, long BytesReceived)
{
    /// <summary>It as a line of a build's log. All of it but names in a checked form is the server's own words.</summary>
    /// <returns>The line.</returns>
    public override string ToString()
    {
        var host = Host.Length == 0 ? "a request" : string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
        var bytes = string.Create(CultureInfo.InvariantCulture, $"{BytesSent} bytes sent, {BytesReceived} received");
        return Refusal is null ? $"== network: {host} allowed, {bytes}"
            : BytesSent + BytesReceived == 0 ? $"== network: {host} refused: {Refusal}"
            : $"== network: {host} cut after {bytes}: {Refusal}";
    }
}
