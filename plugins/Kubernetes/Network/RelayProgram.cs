using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Model;
using static PluginCi.Plugins.ShellText;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>The programs of a pod's way to the network, <c>relay.pl</c> and <c>link.pl</c>: one listens there as long as the pod lives, the other is run by whichever server has it now.</summary>
internal static class RelayProgram
{
    /// <summary>The folder of the relay's own socket.</summary>
    public const string Folder = "/run/relay";

    private const string Door = $"{Folder}/door";

    /// <summary>The shell program of the container. It ends with 127 where there is no perl.</summary>
    public static string Relay { get; } = RelayAt(EgressPlan.ProxyPort, Door);

    /// <summary>The command that the server runs there.</summary>
    public static ImmutableArray<string> Link { get; } = LinkTo(Door);

    /// <summary>The same at another port and socket.</summary>
    public static string RelayAt(int port, string door) => string.Create(CultureInfo.InvariantCulture, $"exec perl -e {Quote(Read("relay.pl"))} {port} {Quote(door)}");

    /// <summary>The same to another socket.</summary>
    public static ImmutableArray<string> LinkTo(string door) => ["perl", "-e", Read("link.pl"), door];

    private static string Read(string name)
    {
        using var text = new StreamReader(typeof(RelayProgram).Assembly.GetManifestResourceStream(name)!);
        return text.ReadToEnd();
    }
}
