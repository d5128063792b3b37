using System.Collections.Immutable;
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
/// waits for its program, runs it, and cannot write to where that program and its shell are. Each service has a container with a disk and an account of its own, and sees neither folder.</remarks>
internal sealed class PodMaker(KubernetesSettings settings, ServerIdentity server)
{
    public const string Steps = "steps";
    public const string Files = "files";
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

    // Accounts of builds are far from those of people and services; each build has one of its own, so that the kernel counts its processes apart.
    private const int FirstAccount = 1_000_000_000;
    private const int Accounts = 1_000_000_000;

    private static readonly string[] BothWays = ["Ingress", "Egress"];
    private static readonly string[] Silent = ["not-ready", "unreachable"];

    private const string AccountsAnnotation = "pluginci.passwd.";
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
    public string NameOf(BuildId build) => $"build-{Hash(build.Value)[..24]}";

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
        var account = AccountOf(request.Build.Value);
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
                Names(request),
                .. request.Services.Select((service, index) => Volume(NameOfService(index), Text(service.Plan.Limits.DiskBytes))),
            ]),
            ["containers"] = new JsonArray(
            [
                FilesContainer(images.Steps.Name, request.Services.Length),
                Named(StepsContainer(request.Job.Limits, images.Steps.Name), images.Steps),
                .. request.Services.Select((service, index) => Named(ServiceContainer(request, service, index, images.Services[index].Name), images.Services[index])),
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
                ["annotations"] = NamesOf(request).With(BuildAnnotation, request.Build.Value).With("pluginci.job", request.Job.Name),
            },
            ["spec"] = spec,
        };
        return JsonSerializer.SerializeToUtf8Bytes(pod);
    }

    // All services start at the same time.
    private static TimeSpan ReadyWithin(BuildRequest request) => request.Services.Select(service => service.Plan.ReadyWithin).DefaultIfEmpty().Max();

    private static JsonObject FilesContainer(string image, int services) => Container(
        Files,
        image,
        Keep,
        [Mount("disk", Disk), Mount("control", Control), .. Enumerable.Range(0, services).Select(index => Mount(NameOfService(index), string.Create(CultureInfo.InvariantCulture, $"{ServiceFolders}/{index}")))])
        .With("resources", new JsonObject
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
        Mount("control", Control).With("readOnly", true)).With("resources", Resources(limits));

    private JsonObject ServiceContainer(BuildRequest request, ServiceRequest service, int index, string image)
    {
        var name = NameOfService(index);
        var container = service.Plan.Start is null
            ? AsItsImageSays(name, image)
            : Container(
                name,
                image,
                Literal(ServiceProgram.Write(request, service)),
                Mount(name, $"{Disk}/workspace", "workspace"),
                Mount(name, $"{Disk}/home", "home"),
                Mount(name, "/tmp", "tmp"),
                Mount(name, "/var/tmp", "tmp"),
                Mount(name, Control, "start").With("readOnly", true));
        var account = AccountOf($"{request.Build.Value}/{service.Plan.Name}");
        container["securityContext"]!.AsObject().With("runAsUser", account).With("runAsGroup", account);
        container["env"] = new JsonArray([.. VariablesOf(service).Select(variable => new JsonObject { ["name"] = variable.Key, ["value"] = Literal(variable.Value) })]);
        return container.With("resources", Resources(service.Plan.Limits));
    }

    private static ImmutableSortedDictionary<string, string> VariablesOf(ServiceRequest service) => service.Plan.Start is null
        ? service.Environment
        : service.Environment.SetItem("HOME", StepProgram.Home).SetItem("LANG", "C.UTF-8").SetItem("LC_ALL", "C.UTF-8");

    private JsonObject Resources(ResourceLimits limits) => new()
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
    };

    // Programs such as databases want to know who they are. In images of others it stays as it is, since they have names of their own.
    private static JsonObject Named(JsonObject container, ContainerImage image)
    {
        if (image.Root is not null)
        {
            container["volumeMounts"]!.AsArray().Add(Mount("names", "/etc/passwd", (string)container["name"]!).With("readOnly", true));
        }

        return container;
    }

    private static JsonObject Names(BuildRequest request) => new()
    {
        ["name"] = "names",
        ["downwardAPI"] = new JsonObject
        {
            ["items"] = new JsonArray(
            [
                .. ContainersOf(request).Select(container => new JsonObject
                {
                    ["path"] = container.Name, ["fieldRef"] = new JsonObject { ["fieldPath"] = $"metadata.annotations['{AccountsAnnotation}{container.Name}']" },
                }),
            ]),
        },
    };

    private JsonObject NamesOf(BuildRequest request) => new(ContainersOf(request).Select(container => KeyValuePair.Create(
        AccountsAnnotation + container.Name,
        (JsonNode?)string.Create(
            CultureInfo.InvariantCulture,
            $"root:x:0:0:root:/root:/bin/sh\nbuild:x:{AccountOf(container.Who)}:{AccountOf(container.Who)}:build:{StepProgram.Home}:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"))));

    // Who runs in them, by what their accounts are made of.
    private static IEnumerable<(string Name, string Who)> ContainersOf(BuildRequest request) =>
        [(Steps, request.Build.Value), .. request.Services.Select((service, index) => (NameOfService(index), $"{request.Build.Value}/{service.Plan.Name}"))];

    // It writes where its account may in what its image holds; that is a layer of its own, which counts to its disk.
    private static JsonObject AsItsImageSays(string name, string image)
    {
        var container = Container(name, image, "");
        container.Remove("command");
        container.Remove("workingDir");
        container["securityContext"]!["readOnlyRootFilesystem"] = false;
        return container;
    }

    // Kubernetes takes $(NAME) for a variable, and $$ for a dollar.
    private static string Literal(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

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

    private static JsonObject Volume(string name, string size) => new() { ["name"] = name, ["emptyDir"] = new JsonObject { ["sizeLimit"] = size } };

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

    private int AccountOf(string who) => FirstAccount + (int)(Convert.ToUInt32(Hash(who)[..8], 16) % Accounts);

    private string Hash(string who) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{server.Name}/{who}")));

    private static string Cpus(double cpus) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (long)(cpus * 1000))}m");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
