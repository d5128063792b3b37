using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Describes the pod of a build.</summary>
/// <remarks>Two containers share the build's disk. <c>files</c> runs nothing of the build: it takes the checkout in and gives out what the build made. <c>steps</c>
/// waits for its program, runs it, and cannot write to where that program and its shell are. Containers that come to stand beside them see neither folder.</remarks>
internal sealed class PodMaker(KubernetesSettings settings, ServerIdentity server)
{
    public const string Steps = "steps";
    public const string Files = "files";
    public const string ComponentLabel = "app.kubernetes.io/component";
    public const string Component = "pluginci-build";
    public const string ServerLabel = "pluginci.server";
    public const string BuildAnnotation = "pluginci.build";

    public const string Control = "/run/pluginci";
    public const string Disk = "/build";

    // Kubernetes ends what its server forgot: this long after the build's time limit and all that may come before it.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(10);

    // Accounts of builds are far from those of people and services; each build has one of its own, so that the kernel counts its processes apart.
    private const int FirstAccount = 1_000_000_000;
    private const int Accounts = 1_000_000_000;

    private static readonly string[] BothWays = ["Ingress", "Egress"];
    private static readonly string[] Silent = ["not-ready", "unreachable"];

    private const long FilesMemory = 64 << 20;
    private const long LogMargin = 64 << 20;

    /// <summary>The folders of the disk are the kubelet's to make, for the other container: made here at the same moment, they would sometimes be in its way.
    /// The shell of steps is a copy that may be run and not read: the kernel lets no step look into such a process or change it.</summary>
    private const string Keep = $"""
        cp /bin/sh {Control}/sh && chmod 0111 {Control}/sh && mkfifo {Control}/go && : > {Control}/made
        trap 'exit 0' TERM
        while :; do sleep 100000 & wait $!; done
        """;

    private const string Start = $"""
        until [ -e {Control}/made ]; do sleep 0.05 || sleep 1; done
        exec {Control}/sh -c 'eval "$(cat {Control}/go)"'
        """;

    /// <summary>The name of a build's pod.</summary>
    public string NameOf(BuildId build) => $"build-{Hash(build)[..24]}";

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
    public byte[] Make(BuildRequest request, string image)
    {
        var account = FirstAccount + (int)(Convert.ToUInt32(Hash(request.Build)[..8], 16) % Accounts);
        var spec = new JsonObject
        {
            ["restartPolicy"] = "Never",
            ["activeDeadlineSeconds"] = (long)(settings.StartLimit + request.Job.TimeLimit + Slack).TotalSeconds,
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
                new JsonObject { ["name"] = "disk", ["emptyDir"] = new JsonObject { ["sizeLimit"] = Text(request.Job.Limits.DiskBytes) } },
                new JsonObject { ["name"] = "control", ["emptyDir"] = new JsonObject { ["sizeLimit"] = "16Mi" } }),
            ["containers"] = new JsonArray(FilesContainer(image), StepsContainer(request.Job.Limits, image)),
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
                ["annotations"] = new JsonObject { [BuildAnnotation] = request.Build.Value, ["pluginci.job"] = request.Job.Name },
            },
            ["spec"] = spec,
        };
        return JsonSerializer.SerializeToUtf8Bytes(pod);
    }

    private static JsonObject FilesContainer(string image) => Container(Files, image, Keep, Mount("disk", Disk), Mount("control", Control)).With("resources", new JsonObject
    {
        ["requests"] = new JsonObject { ["cpu"] = "1m", ["memory"] = "4Mi" },
        ["limits"] = new JsonObject { ["cpu"] = "1", ["memory"] = Text(FilesMemory) },
    });

    private JsonObject StepsContainer(ResourceLimits limits, string image) => Container(
        Steps,
        image,
        Start,
        Mount("disk", $"{Disk}/workspace", "workspace"),
        Mount("disk", $"{Disk}/home", "home"),
        Mount("disk", "/tmp", "tmp"),
        Mount("disk", "/var/tmp", "tmp"),
        Mount("control", Control).With("readOnly", true)).With("resources", new JsonObject
        {
            ["requests"] = new JsonObject
            {
                ["cpu"] = Cpus(limits.Cpus * settings.ReservedCpus),
                ["memory"] = Text(limits.MemoryBytes),
                ["ephemeral-storage"] = Text(limits.DiskBytes),
            },
            ["limits"] = new JsonObject
            {
                ["cpu"] = Cpus(limits.Cpus),
                ["memory"] = Text(limits.MemoryBytes),
                ["ephemeral-storage"] = Text(limits.DiskBytes + limits.OutputBytes + LogMargin),
            },
        });

    private static JsonObject Container(string name, string image, string program, params JsonNode[] mounts) => new()
    {
        ["name"] = name,
        ["image"] = image,
        ["imagePullPolicy"] = "IfNotPresent",
        ["command"] = new JsonArray("/bin/sh", "-c", program),
        ["workingDir"] = "/",
        ["volumeMounts"] = new JsonArray(mounts),
        ["securityContext"] = new JsonObject
        {
            ["allowPrivilegeEscalation"] = false,
            ["privileged"] = false,
            ["readOnlyRootFilesystem"] = true,
            ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") },
        },
    };

    private static JsonObject Mount(string volume, string path, string? below = null)
    {
        var mount = new JsonObject { ["name"] = volume, ["mountPath"] = path };
        return below is null ? mount : mount.With("subPath", below);
    }

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

    private string Hash(BuildId build) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{server.Name}/{build.Value}")));

    private static string Cpus(double cpus) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (long)(cpus * 1000))}m");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
