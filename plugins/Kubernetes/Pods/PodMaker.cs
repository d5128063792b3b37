using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Describes the pod of a build.</summary>
/// <remarks>Two containers share the build's disk. <c>files</c> runs nothing of the build: it takes the checkout in and gives out what the build made. <c>steps</c>
/// waits for its program, runs it, and cannot write to where that program and its shell are. Each service has a container with a disk and an account of its own, and sees neither folder;
/// so has the relay of a build that has a proxy.</remarks>
internal sealed class PodMaker(KubernetesSettings settings, ServerIdentity server)
{
    public const string Steps = "steps";
    public const string Files = "files";
    public const string Relay = "relay";
    public const string ComponentLabel = "app.kubernetes.io/component";
    public const string Component = "pluginci-build";
    public const string ServerLabel = "pluginci.server";
    public const string BuildAnnotation = "pluginci.build";

    public const string ServicePrefix = "service-";
    public const string ServiceFolders = "/services";
    public const string Control = "/run/pluginci";
    public const string Disk = "/build";

    // Kubernetes ends what its server forgot: this long after the build's time limit and all that may come before it.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(10);

    private static readonly string[] BothWays = ["Ingress", "Egress"];
    private static readonly string[] Silent = ["not-ready", "unreachable"];

    private readonly PodAccounts _accounts = new(server);
    private readonly PodContainers _containers = new(settings, new PodAccounts(server));

    /// <summary>The name of a build's pod.</summary>
    public string NameOf(BuildId build) => $"build-{_accounts.Hash(build.Value)[..24]}";

    /// <summary>The name of the container of a service, and of its disk.</summary>
    /// <param name="index">Its place in the job, from 0.</param>
    public static string NameOfService(int index) => string.Create(CultureInfo.InvariantCulture, $"{ServicePrefix}{index}");

    /// <summary>The label selector of this server's pods.</summary>
    public string Selector => $"{ComponentLabel}={Component},{ServerLabel}={server.Name}";

    /// <summary>The policy that keeps pods of builds from the network, in both directions.</summary>
    public static byte[] Policy(string name) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        apiVersion = "networking.k8s.io/v1",
        kind = "NetworkPolicy",
        metadata = new { name },
        spec = new
        {
            podSelector = new { matchLabels = new Dictionary<string, string> { [ComponentLabel] = Component } },
            policyTypes = BothWays,
        },
    });

    /// <summary>Describes the pod of a build.</summary>
    public byte[] Make(BuildRequest request, BuildImages images)
    {
        var account = _accounts.Of(request);
        var spec = new JsonObject
        {
            ["restartPolicy"] = "Never",
            ["activeDeadlineSeconds"] = (long)(settings.StartLimit + ReadyWithin(request) + request.Job.TimeLimit + Slack).TotalSeconds,
            ["terminationGracePeriodSeconds"] = 1,
            ["automountServiceAccountToken"] = false,
            ["enableServiceLinks"] = false,
            ["hostname"] = "build",
            ["securityContext"] = new JsonObject
            {
                ["runAsNonRoot"] = true,
                ["runAsUser"] = account,
                ["runAsGroup"] = account,
                ["fsGroup"] = account,
                ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
            },
            ["volumes"] = new JsonArray(
            [
                Volume("disk", Text(request.Job.Limits.DiskBytes)),
                Volume("control", "16Mi"),
                .. request.Services.Select((service, index) => Volume(NameOfService(index), Text(service.Plan.Limits.DiskBytes))),
                .. request.ProxySocket is null ? [] : (JsonNode[])[Volume(Relay, "1Mi")],
                .. images.HaveOurs ? [PodAccounts.Volume(request)] : (JsonNode[])[],
            ]),
            ["containers"] = new JsonArray(
            [
                PodContainers.OfFiles(images.Steps.Name, request.Services.Length),
                _containers.OfSteps(request.Job.Limits, images.Steps),
                .. request.Services.Select((service, index) => _containers.OfService(request, service, index, images.Services[index])),
                .. request.ProxySocket is null ? [] : (JsonNode[])[_containers.OfRelay(request, images.Relay)],
            ]),
            ["tolerations"] = Tolerations(),
        };
        AddPlacement(spec);
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject
            {
                ["name"] = NameOf(request.Build),
                ["labels"] = new JsonObject { [ComponentLabel] = Component, ["app.kubernetes.io/managed-by"] = "pluginci", [ServerLabel] = server.Name },
                ["annotations"] = (images.HaveOurs ? _accounts.Annotations(request) : []).With(BuildAnnotation, request.Build.Value).With("pluginci.job", request.Job.Name),
            },
            ["spec"] = spec,
        };
        return JsonSerializer.SerializeToUtf8Bytes(pod);
    }

    // All services start at the same time.
    private static TimeSpan ReadyWithin(BuildRequest request) => request.Services.Select(service => service.Plan.ReadyWithin).DefaultIfEmpty().Max();

    // Kubernetes by itself gives a silent node five minutes.
    private JsonArray Tolerations() => new(
    [
        .. Silent.Select(taint => new JsonObject
        {
            ["key"] = $"node.kubernetes.io/{taint}", ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = (long)settings.NodePatience.TotalSeconds,
        }),
        .. settings.Tolerations.Select(toleration => JsonNode.Parse(toleration.GetRawText())),
    ]);

    private void AddPlacement(JsonObject spec)
    {
        if (!settings.NodeSelector.IsEmpty)
        {
            spec["nodeSelector"] = new JsonObject(settings.NodeSelector.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        }

        if (!settings.PullSecrets.IsEmpty)
        {
            spec["imagePullSecrets"] = new JsonArray([.. settings.PullSecrets.Select(name => new JsonObject { ["name"] = name })]);
        }

        if (settings.RuntimeClass is { } runtime)
        {
            spec["runtimeClassName"] = runtime;
        }
    }

    private static JsonObject Volume(string name, string size) => new() { ["name"] = name, ["emptyDir"] = new JsonObject { ["sizeLimit"] = size } };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
