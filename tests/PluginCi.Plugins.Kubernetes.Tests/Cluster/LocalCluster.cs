using System.Diagnostics;
using System.Globalization;
using static PluginCi.Testing.ToolImage;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>A real Kubernetes: that of <c>KUBECONFIG</c>, or one of a single node, made for the tests of this process and gone with it.</summary>
/// <remarks>The latter comes from <c>../shared/tools/kubernetes</c> beside the checkout: see its README. Of the former the account of <c>KUBECONFIG</c> may do everything; its builds run in the
/// image that <c>PCI_KUBE_IMAGE</c> names, and the namespaces of <c>deploy/kubernetes/builds.yaml</c> stay there.</remarks>
internal sealed class LocalCluster
{
    public const string Namespace = "pluginci-builds";
    public const string Unreviewed = "pluginci-unreviewed";

    /// <summary>An image that starts a service by itself.</summary>
    public const string ServiceImage = "localhost/pluginci-service:1";

    private static readonly string[] ServiceProgram =
    [
        "perl", "-e", """
            $| = 1; print "runs as $< with $ENV{TOKEN} from $ENV{FROM_IMAGE}\n";
            socket(S, 2, 1, 6) && bind(S, pack("Sna4x8", 2, 7000, pack("C4", 127, 0, 0, 1))) && listen(S, 9) or die "port: $!";
            while (accept(C, S)) { syswrite(C, "hello\n"); close(C); }
            """,
    ];

    private static readonly string[] Needed =
        ["/usr/bin/etcd", "/usr/bin/containerd", "/usr/sbin/runc", "/usr/bin/catatonit", "/usr/bin/busybox", "/usr/lib/cni/bridge", "/usr/bin/openssl", "/usr/bin/curl", "/usr/bin/bc", "/usr/bin/xz"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly Lazy<LocalCluster> Only = new(Start);

    private readonly string _admin;
    private readonly string _kubectl;

    private LocalCluster(string folder, string admin, string kubectl)
    {
        (Folder, _admin, _kubectl) = (folder, admin, kubectl);
        Kubectl("apply", "-f", SourceTree.PathTo("deploy", "kubernetes", "builds.yaml"));
        foreach (var space in new[] { Namespace, Unreviewed })
        {
            WaitForAccount(space);
        }

        KubeConfig = MakeKubeConfig();
    }

    /// <summary>The cluster, which is started by the first who asks.</summary>
    public static LocalCluster Instance => Only.Value;

    /// <summary>What builds run in.</summary>
    public static string Image { get; } = Foreign is null ? ToolImage.Name : Environment.GetEnvironmentVariable("PCI_KUBE_IMAGE") ?? "docker.io/library/debian:12";

    /// <summary>Null, or why there is none.</summary>
    public static string? Obstacle { get; } = Foreign is null ? FindObstacle() : FindKubectl() is not null ? null : "There is no kubectl for the cluster of KUBECONFIG.";

    /// <summary>Null, or why there is none whose parts a test may stop, and whose version and images it knows.</summary>
    public static string? ObstacleToPower { get; } = Obstacle ?? (Foreign is null ? null : "The cluster of KUBECONFIG is not the test's own: it needs power over its nodes, or their version or images.");

    /// <summary>The kubeconfigs of a cluster that others run, or null.</summary>
    public static string? Foreign => Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } paths ? paths : null;

    private static string? FindObstacle() =>
        Environment.UserName != "root" ? "Not root: a cluster needs namespaces and cgroups."
        : Needed.FirstOrDefault(program => !File.Exists(program)) is { } missing
            ? $"{missing} is missing: apt-get install etcd-server containerd runc containernetworking-plugins iproute2 procps curl openssl python3 catatonit busybox-static bc xz-utils"
        : !File.Exists(Path.Combine(Tools, "kube-all.xz")) ? $"There is no Kubernetes in {Tools}."
        : !Directory.Exists("/sys/fs/cgroup/memory") || !Directory.Exists("/sys/fs/cgroup/pids") ? "This machine has no cgroups of version 1."
        : Shell("unshare --mount --pid --net --fork true") is null ? "This machine does not let root make namespaces."
        : null;

    /// <summary>The cluster's own folder: its certificates, its logs.</summary>
    public string Folder { get; }

    /// <summary>A kubeconfig of the account that <c>deploy/kubernetes/builds.yaml</c> gives its few rights.</summary>
    public string KubeConfig { get; }

    private static string Tools => SourceTree.PathTo("..", "shared", "tools", "kubernetes");

    private static string Work => Path.Combine(Path.GetTempPath(), "pluginci-kubernetes-tests");

    /// <summary>Runs kubectl as an administrator, and wants it to do what it is asked.</summary>
    public string Kubectl(params string[] arguments) => Run("env", [$"KUBECONFIG={_admin}", _kubectl, .. arguments]);

    /// <summary>Runs kubectl with the plugin's few rights.</summary>
    /// <returns>What it printed, whatever came of it.</returns>
    public string KubectlOfPlugin(params string[] arguments) => Run("sh", ["-c", "\"$@\" || true", "sh", _kubectl, "--kubeconfig", KubeConfig, .. arguments]);

    /// <summary>The process of one of the cluster's programs.</summary>
    public static int ProcessOf(string program) => int.Parse(Run("pgrep", "--exact", program), CultureInfo.InvariantCulture);

    /// <summary>Kills the API server, and starts it again with its arguments.</summary>
    /// <param name="whileGone">What is done in between.</param>
    public async Task RestartApiAsync(Action whileGone)
    {
        using var api = Process.GetProcessById(ProcessOf("kube-apiserver"));
        var command = (await File.ReadAllTextAsync($"/proc/{api.Id}/cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        api.Kill();
        await api.WaitForExitAsync();
        whileGone();
        using var again = Enter(["setsid", "sh", "-c", "exec \"$0\" \"$@\" > /dev/null 2>&1", .. command]);
    }

    /// <summary>Starts a program in the cluster's network.</summary>
    public Process Enter(params string[] command) =>
        Process.Start(new ProcessStartInfo("nsenter", ["--target", File.ReadAllText(Path.Combine(Folder, "init.pid")).Trim(), "--net", "--pid", "--mount", .. command]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <summary>Makes the archive of an image.</summary>
    /// <param name="archive">Where it goes.</param>
    /// <param name="name">Its name.</param>
    /// <param name="files">The archive of its files.</param>
    /// <param name="config">What it says of itself, as OCI's image configuration has it in <c>config</c>.</param>
    public static void PackImage(string archive, string name, string files, string config) => Run("python3", Path.Combine(Tools, "mkimage.py"), archive, name, files, config);

    /// <summary>Brings the archive of an image to the node.</summary>
    public void Import(string archive)
    {
        using var importing = Enter("ctr", "--address", Path.Combine(Folder, "ctd.sock"), "--namespace", "k8s.io", "images", "import", archive);
        _ = importing.StandardOutput.ReadToEndAsync();
        var complained = importing.StandardError.ReadToEnd();
        importing.WaitForExit();
        Assert.True(importing.ExitCode == 0, complained);
    }

    /// <summary>Makes a namespace where the plugin may do what it may elsewhere.</summary>
    public string NewNamespace(string name)
    {
        var manifest = File.ReadAllText(SourceTree.PathTo("deploy", "kubernetes", "builds.yaml"));
        var file = Path.Combine(Folder, name + ".yaml");
        File.WriteAllText(file, manifest.Replace(Unreviewed, name, StringComparison.Ordinal));
        Kubectl("apply", "-f", file);
        WaitForAccount(name);
        return name;
    }

    private static LocalCluster Start()
    {
        if (Foreign is { } admin)
        {
            return new LocalCluster(Directory.CreateTempSubdirectory("pluginci-kubernetes-").FullName, admin, FindKubectl()!);
        }

        var programs = Path.Combine(Work, "bin");
        var images = Path.Combine(Work, "images");
        Directory.CreateDirectory(programs);
        Directory.CreateDirectory(images);
        if (!File.Exists(Path.Combine(programs, "kubectl")))
        {
            Require($"cd {programs} && xz -dc {Tools}/kube-all.xz > kube-all && chmod +x kube-all && for n in kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl; do ln -sf kube-all $n; done");
        }

        var folder = Path.Combine(Work, "cluster");
        Require($"[ ! -e {folder}/pid ] || bash {Tools}/kube.sh down {folder}");
        Require($"bash {Tools}/images.sh {images} && rm -f {images}/busybox.tar");
        MakeImage(images);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Shell($"bash {Tools}/kube.sh down {folder}");
        Require($"B={programs} IMG={images} bash {Tools}/kube.sh up {folder}");
        WaitFor(() => File.Exists(Path.Combine(folder, "ready")), "The cluster did not become ready");
        return new LocalCluster(folder, Path.Combine(folder, "pki", "admin.conf"), Path.Combine(programs, "kubectl"));
    }

    private static string? FindKubectl() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append(Path.Combine(Work, "bin")).Select(folder => Path.Combine(folder, "kubectl")).FirstOrDefault(File.Exists);

    private static void MakeImage(string images)
    {
        var folder = Directory.CreateTempSubdirectory("pluginci-image-").FullName;
        var files = ToolImage.Pack(folder);
        MakeImage("tests.tar", Image, "");
        MakeImage("service.tar", ServiceImage, $", \"Entrypoint\": {System.Text.Json.JsonSerializer.Serialize(ServiceProgram)}");
        Directory.Delete(folder, recursive: true);

        void MakeImage(string file, string name, string more) =>
            PackImage(Path.Combine(images, file), name, files, $$"""{"Env":["FROM_IMAGE=yes","PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]{{more}}}""");
    }

    private string MakeKubeConfig()
    {
        var request = Path.Combine(Folder, "token.json");
        File.WriteAllText(request, """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":7200}}""");
        using var answer = System.Text.Json.JsonDocument.Parse(Kubectl("create", "--raw", "/api/v1/namespaces/pluginci/serviceaccounts/pluginci/token", "-f", request));
        var token = Path.Combine(Folder, "plugin.token");
        File.WriteAllText(token, answer.RootElement.GetProperty("status").GetProperty("token").GetString());
        using var config = System.Text.Json.JsonDocument.Parse(Kubectl("config", "view", "--raw", "--minify", "--flatten", "--output", "json"));
        var cluster = config.RootElement.GetProperty("clusters")[0].GetProperty("cluster").GetRawText();
        var path = Path.Combine(Folder, "plugin.conf");
        File.WriteAllText(path, $$"""
            apiVersion: v1
            kind: Config
            current-context: tests
            contexts: [{ name: tests, context: { cluster: tests, user: plugin } }]
            clusters: [{ name: tests, cluster: {{cluster}} }]
            users: [{ name: plugin, user: { tokenFile: plugin.token } }]
            """);
        return path;
    }

    private void WaitForAccount(string space) => WaitFor(() => Kubectl("get", "serviceaccount", "--namespace", space).Contains("default", StringComparison.Ordinal), $"Namespace {space} got no account");

    /// <summary>Looks until something is so, for two minutes at most.</summary>
    public static void WaitFor(Func<bool> isSo, string otherwise)
    {
        var clock = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(clock.Elapsed < Patience, otherwise);
            Thread.Sleep(50);
        }
    }

    private static void Require(string command) => Assert.NotNull(Shell(command));

    // What it starts in the background must not hold our pipes.
    private static string? Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"( {command} ) < /dev/null > /tmp/pluginci-kubernetes-tests.log 2>&1"]) { WorkingDirectory = "/" })!;
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : null;
    }
}
