using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>What the state of a pod means for its build.</summary>
internal static class Verdict
{
    private const string Needs = "a build needs an image with /bin/sh and the usual tools, tar, find and xargs among them";

    private static readonly string[] NoSuchImage = ["not found", "manifest unknown", "does not exist", "invalid reference format", "couldn't parse", "repository name must"];

    private static readonly string[] NoSuchProgram = ["no such file or directory", "executable file not found"];

    /// <summary>Why a pod will never run its steps, or null while it may.</summary>
    public static StopReason? FindHopeless(PodState pod, BuildImages images)
    {
        if (pod.HasEnded || pod.IsDeleted)
        {
            return null;
        }

        foreach (var (name, container) in pod.Containers)
        {
            if (container.Phase == ContainerPhase.Waiting && FindHopeless(container, images.Of(name)) is { } reason)
            {
                return reason;
            }
        }

        return pod.Files.Phase == ContainerPhase.Ended && WasKilled(pod.Files)
            ? new StopReason(BuildResult.Lost, $"The container that brings the files of the build was killed from outside, with status {pod.Files.ExitCode}.")
            : pod.Files.Phase == ContainerPhase.Ended || IsStartFailure(pod.Steps)
            ? new StopReason(BuildResult.Failure, $"The image {images.Steps.Name} does not start ({First(pod.Files, pod.Steps)}); {Needs}.")
            : null;
    }

    /// <summary>Why a build has no way to the network, or none any more, though it should; null while it has or may get it.</summary>
    public static StopReason? FindCutOff(PodState pod, ContainerImage image) => pod is { HasNoSteps: true } or { IsDeleted: true } ? null : pod.Relay switch
    {
        { Phase: ContainerPhase.Waiting } => FindHopeless(pod.Relay, image),
        { Phase: ContainerPhase.Ended } relay when relay.ExitCode == MissingCommand.Status || IsStartFailure(relay) => new StopReason(
            BuildResult.Failure,
            $"The image {image.Name} has no sh or no perl, which bring the network to the build ({First(relay)}); add them there, or name an image that has them by plugins.settings.kubernetes.relayImage."),
        { Phase: ContainerPhase.Ended, ExitCode: var status } => new StopReason(BuildResult.Lost, $"The build's way to the network ended with status {status}: {First(pod.Relay)}"),
        _ => null,
    };

    /// <summary>What holds up a pod that does not run yet.</summary>
    public static string Waiting(PodState? pod, string? quota, string? trouble, BuildImages images) =>
        quota is not null ? $"a quota of the cluster leaves no room: {quota}"
        : pod is null ? trouble ?? "the cluster did not take its pod"
        : pod.Unschedulable is { } unschedulable ? $"no node has room for it: {unschedulable}"
        : pod.Containers.FirstOrDefault(container => container.Value.Reason is "ErrImagePull" or "ImagePullBackOff") is { Key: { } name, Value: var waiting }
            ? $"the image {images.Of(name).Name} could not be pulled: {First(waiting)}"
        : pod.Containers.Any(container => container.Value.Message.Length > 0) ? First([.. pod.Containers.Select(container => container.Value)])
        : trouble ?? "its pod was not up";

    /// <summary>How a build ends whose pod ended before its steps did.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="request">The build.</param>
    /// <param name="image">The image of its steps.</param>
    /// <param name="step">The step that ran, or -1 when none is known.</param>
    /// <param name="isJoined">True when the server was not there from its start.</param>
    public static StopReason Of(PodState pod, BuildRequest request, string image, int step, bool isJoined)
    {
        var limits = request.Job.Limits;
        return pod switch
        {
            { Reason: "Evicted" } when pod.Message.Contains("exceeds the", StringComparison.OrdinalIgnoreCase) => Evicted(pod, request),
            { Reason: "Evicted" } => new StopReason(BuildResult.Lost, $"The build's pod was evicted from its node: {pod.Message}"),
            { Reason: "DeadlineExceeded" } => new StopReason(BuildResult.TimedOut, BuildWords.TooLong(request.Job)),
            { Steps.Reason: "OOMKilled" } => new StopReason(BuildResult.LimitExceeded, BuildWords.TooMuchMemory(limits)),
            { IsGone: true } or { IsDeleted: true } => new StopReason(
                BuildResult.Lost, "The build's pod was deleted while it ran: by somebody in the cluster, or because its node did not answer any more."),
            { Reason.Length: > 0 } => new StopReason(BuildResult.Lost, $"The build's pod was ended by its cluster ({pod.Reason}): {pod.Message}"),
            _ when IsStartFailure(pod.Steps) => new StopReason(BuildResult.Failure, $"The image {image} does not start ({First(pod.Steps, pod.Files)}); {Needs}."),
            _ when step < 0 && WasKilled(pod.Steps) => new StopReason(BuildResult.Lost, $"The build's container was killed from outside, with status {pod.Steps.ExitCode}, before its first step."),
            _ when step < 0 && isJoined => new StopReason(BuildResult.Lost, $"The build's steps ended with status {pod.Steps.ExitCode} while its server was away, and which of them did is lost with its output."),
            _ when step < 0 => new StopReason(BuildResult.Failure, $"The image {image} does not run steps: its shell ended with status {pod.Steps.ExitCode}; {Needs}."),
            _ => new StopReason(BuildResult.Lost, $"The build's container was ended from outside while step {step + 1} ran, with status {pod.Steps.ExitCode}."),
        };
    }

    /// <summary>How a build ends whose checkout could not be unpacked.</summary>
    public static StopReason Unpacking(ExecEnd end, string image) => end.Complaint.Contains("No space left", StringComparison.Ordinal)
        ? new StopReason(BuildResult.Lost, $"The node of the build has no room for its checkout: {end.Complaint}")
        : new StopReason(BuildResult.Failure, $"The checkout could not be unpacked in the image {image} (status {end.Status}: {end.Complaint}); {Needs}.");

    /// <summary>How a build ends that wrote too much.</summary>
    public static StopReason DiskFull(BuildRequest request, string who) => new(
        BuildResult.LimitExceeded, $"{who} failed with the disk full: workspace and /tmp may hold {request.Job.Limits.DiskBytes} bytes together. Write less, or raise it by .Limits(disk: …).");

    private static StopReason Evicted(PodState pod, BuildRequest request)
    {
        for (var index = 0; index < request.Services.Length; index++)
        {
            if (pod.Message.Contains($"\"{PodMaker.NameOfService(index)}\"", StringComparison.Ordinal))
            {
                var plan = request.Services[index].Plan;
                return new StopReason(BuildResult.LimitExceeded, $"Service '{plan.Name}' wrote more than its disk limit of {plan.Limits.DiskBytes} bytes; write less, or raise it by .Limits(disk: …) of the service.");
            }
        }

        return DiskFull(request, "The build");
    }

    private static StopReason? FindHopeless(ContainerState container, ContainerImage image) => container.Reason switch
    {
        "ErrImageNeverPull" or "InvalidImageName" => NoImage(container, image),
        "ErrImagePull" or "ImagePullBackOff" when NoSuchImage.Any(words => container.Message.Contains(words, StringComparison.OrdinalIgnoreCase)) => NoImage(container, image),
        "CreateContainerError" or "RunContainerError" when NoSuchProgram.Any(words => container.Message.Contains(words, StringComparison.OrdinalIgnoreCase)) => new StopReason(BuildResult.Failure, $"The image {image.Name} does not start ({container.Message}); {Needs}."),
        _ => null,
    };

    private static StopReason NoImage(ContainerState container, ContainerImage image) => image.Root is not null
        ? new(BuildResult.Lost, $"The image {image.Name}, which was pushed for the build, is not there for the cluster's nodes; look at the settings registry, registryOfNodes and pullSecrets. The cluster says: {container.Message}")
        : new(BuildResult.Failure, $"There is no image {image.Name}, or the cluster may not have it; correct its name, push it, or add its secret to pullSecrets. The cluster says: {container.Message}");

    // By SIGKILL, as for want of memory, or by SIGTERM.
    private static bool WasKilled(ContainerState container) => container.ExitCode is 137 or 143;

    private static bool IsStartFailure(ContainerState container) => container is { Phase: ContainerPhase.Ended, Reason: "StartError" or "ContainerCannotRun" };

    private static string First(params ContainerState[] containers) =>
        containers.Select(container => container.Message.Length > 0 ? container.Message : container.Reason).FirstOrDefault(text => text.Length > 0) ?? "no reason is known";
}
