using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using PluginCi.Model;
using PluginCi.Plugin;
using static PluginCi.Plugins.Kubernetes.PodMaker;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Describes the containers of a build's pod.</summary>
internal sealed class PodContainers(KubernetesSettings settings, PodAccounts accounts)
{
    private const long FilesMemory = 64 << 20;
    private const long RelayMemory = 128 << 20;
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

    /// <summary>The one that runs nothing of the build.</summary>
    public static JsonObject OfFiles(string image, int services) => Container(
        Files,
        image,
        Keep,
        [Mount("disk", Disk), Mount("control", Control), .. Enumerable.Range(0, services).Select(index => Mount(NameOfService(index), string.Create(CultureInfo.InvariantCulture, $"{ServiceFolders}/{index}")))])
        .With("resources", new JsonObject
        {
            ["requests"] = new JsonObject { ["cpu"] = "1m", ["memory"] = "4Mi" },
            ["limits"] = new JsonObject { ["cpu"] = "1", ["memory"] = Text(FilesMemory) },
        });

    /// <summary>The one that runs the steps.</summary>
    public JsonObject OfSteps(ResourceLimits limits, ContainerImage image) => Named(image, Container(
        Steps,
        image.Name,
        Start,
        Mount("disk", $"{Disk}/workspace", "workspace"),
        Mount("disk", $"{Disk}/home", "home"),
        Mount("disk", "/tmp", "tmp"),
        Mount("disk", "/var/tmp", "tmp"),
        Mount("control", Control).With("readOnly", true)).With("resources", Resources(limits)));

    /// <summary>The one that is a service.</summary>
    public JsonObject OfService(BuildRequest request, ServiceRequest service, int index, ContainerImage image)
    {
        var name = NameOfService(index);
        var container = service.Plan.Start is null
            ? AsItsImageSays(name, image.Name)
            : Container(
                name,
                image.Name,
                Literal(ServiceProgram.Write(request, service)),
                Mount(name, $"{Disk}/workspace", "workspace"),
                Mount(name, $"{Disk}/home", "home"),
                Mount(name, "/tmp", "tmp"),
                Mount(name, "/var/tmp", "tmp"),
                Mount(name, Control, "start").With("readOnly", true));
        var account = accounts.Of(request, service);
        container["securityContext"]!.AsObject().With("runAsUser", account).With("runAsGroup", account);
        container["env"] = new JsonArray([.. VariablesOf(service).Select(variable => new JsonObject { ["name"] = variable.Key, ["value"] = Literal(variable.Value) })]);
        return Named(image, container.With("resources", Resources(service.Plan.Limits)));
    }

    /// <summary>The one that listens where the build looks for its proxy.</summary>
    public JsonObject OfRelay(BuildRequest request, ContainerImage image)
    {
        var container = Container(PodMaker.Relay, image.Name, Literal(RelayProgram.Relay), Mount(PodMaker.Relay, RelayProgram.Folder));
        var account = accounts.OfRelay(request);
        container["securityContext"]!.AsObject().With("runAsUser", account).With("runAsGroup", account);

        // What it says when it cannot begin.
        return container.With("terminationMessagePolicy", "FallbackToLogsOnError").With("resources", new JsonObject
        {
            ["requests"] = new JsonObject { ["cpu"] = "1m", ["memory"] = "8Mi" },
            ["limits"] = new JsonObject { ["cpu"] = "1", ["memory"] = Text(RelayMemory) },
        });
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
    private static JsonObject Named(ContainerImage image, JsonObject container)
    {
        if (image.Root is not null)
        {
            container["volumeMounts"]!.AsArray().Add(Mount(PodAccounts.Names, "/etc/passwd", (string)container["name"]!).With("readOnly", true));
        }

        return container;
    }

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

    private static JsonObject Mount(string volume, string path, string? below = null)
    {
        var mount = new JsonObject { ["name"] = volume, ["mountPath"] = path };
        return below is null ? mount : mount.With("subPath", below);
    }

    private static string Cpus(double cpus) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (long)(cpus * 1000))}m");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
