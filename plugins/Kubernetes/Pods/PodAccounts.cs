using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>The accounts that containers of builds run as: far from those of people, one for each build and each service, so that the kernel counts their processes apart.</summary>
internal sealed class PodAccounts(ServerIdentity server)
{
    /// <summary>The volume with their names.</summary>
    public const string Names = "names";

    private const string Annotation = "pluginci.passwd.";
    private const int First = 1_000_000_000;
    private const int Count = 1_000_000_000;

    /// <summary>That of a build.</summary>
    public int Of(BuildRequest request) => Of(request.Build.Value);

    /// <summary>That of a service.</summary>
    public int Of(BuildRequest request, ServiceRequest service) => Of(WhoIs(request, service));

    /// <summary>That of its way to the network. No service has an empty name.</summary>
    public int OfRelay(BuildRequest request) => Of($"{request.Build.Value}/");

    /// <summary>A hash that no other server's has.</summary>
    public string Hash(string who) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{server.Name}/{who}")));

    /// <summary>The volume that holds for each container a file with the name of its account.</summary>
    public static JsonObject Volume(BuildRequest request) => new()
    {
        ["name"] = Names,
        ["downwardAPI"] = new JsonObject
        {
            ["items"] = new JsonArray(
            [
                .. ContainersOf(request).Select(container => new JsonObject
                {
                    ["path"] = container.Name, ["fieldRef"] = new JsonObject { ["fieldPath"] = $"metadata.annotations['{Annotation}{container.Name}']" },
                }),
            ]),
        },
    };

    /// <summary>What the files hold: the pod's own annotations, which need no object beside it.</summary>
    public JsonObject Annotations(BuildRequest request) => new(ContainersOf(request).Select(container => KeyValuePair.Create(
        Annotation + container.Name,
        (JsonNode?)string.Create(
            CultureInfo.InvariantCulture,
            $"root:x:0:0:root:/root:/bin/sh\nbuild:x:{Of(container.Who)}:{Of(container.Who)}:build:{StepProgram.Home}:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"))));

    // Who runs in them, by what their accounts are made of.
    private static IEnumerable<(string Name, string Who)> ContainersOf(BuildRequest request) =>
        [(PodMaker.Steps, request.Build.Value), .. request.Services.Select((service, index) => (PodMaker.NameOfService(index), WhoIs(request, service)))];

    private static string WhoIs(BuildRequest request, ServiceRequest service) => $"{request.Build.Value}/{service.Plan.Name}";

    private int Of(string who) => First + (int)(Convert.ToUInt32(Hash(who)[..8], 16) % Count);
}
