using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Podman.Images;

/// <summary>What a build has besides when it makes images: the images that it begins with, and a filter of system calls that lets <c>buildah</c> work.</summary>
/// <remarks>
/// Steps that make images run as root of the build's accounts, in its container and within all its limits. The server gets what images are made of, so that its credentials, mirrors and list of registries hold,
/// and the build needs no network for that.
/// </remarks>
internal sealed class ImageSpace(PodmanProgram podman, EnvironmentSettings settings)
{
    /// <summary>The file among the steps that holds the filter.</summary>
    private const string FilterFile = "seccomp.json";

    /// <summary>Whether a build makes images.</summary>
    public static bool IsNeeded(JobPlan job) => job.Steps.Any(step => step is ImageStep);

    /// <summary>The arguments of <c>podman run</c> for a build that makes images.</summary>
    public static IEnumerable<string> Arguments(BuildFolder folder) => ["--security-opt", $"seccomp={Path.Combine(folder.Steps, FilterFile)}", "--volume", $"{folder.Images}:{ImageScripts.Folder}"];

    /// <summary>Gets the images, and writes the filter, into the folder of a build's steps.</summary>
    /// <param name="job">The job.</param>
    /// <param name="folder">The build's folder.</param>
    /// <param name="preparation">Where it is told.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="EnvironmentException">An image is not to be had.</exception>
    public async Task PrepareAsync(JobPlan job, BuildFolder folder, Preparation preparation, CancellationToken cancellationToken)
    {
        // What is shown in a system needs a place there, and this is the one that a build's own files have. It is the container's root's alone.
        Directory.CreateDirectory(Path.Combine(folder.Steps, ImageScripts.Name));
        if (await folder.Space.RunAsync("/bin/sh", "-e", "-c", "mkdir -m 0700 \"$1\" && chown \"$2:$2\" \"$1\"", "make", folder.Images, BuildFolder.FirstId.ToString(CultureInfo.InvariantCulture)) is { } obstacle)
        {
            throw new OutsideException($"A folder for images could not be made: {obstacle}");
        }

        await WriteFilterAsync(Path.Combine(folder.Steps, FilterFile), cancellationToken);
        foreach (var (index, name) in ImageScripts.BasesOf(job).Index())
        {
            preparation.Tell($"The image {name} is got, to make others of.");
            await GetAsync(name, Path.Combine(folder.Steps, ImageScripts.ArchiveName(index)), job.Limits.DiskBytes, folder, cancellationToken);
        }
    }

    // Always asked for: the name is a tag, and may have come to mean another image. Not into podman's store, where it would come to be what other builds know by that name.
    private async Task GetAsync(string name, string archive, long mostBytes, BuildFolder folder, CancellationToken cancellationToken)
    {
        var plan = new ImagePlan(name);
        await ImageCopy.RunAsync(plan, $"oci-archive:{archive}:{ImageNames.LocalOf(name)}", folder.Steps, settings, _ => { }, cancellationToken);
        if (new FileInfo(archive).Length is var bytes && bytes > mostBytes)
        {
            throw new EnvironmentException($"{plan} has {bytes} bytes, and the disk of the build {mostBytes}; raise it by .Limits(disk: …).");
        }
    }

    /// <summary>Writes podman's own filter with one change: <c>chroot</c> is let through, as it is for containers that may use it.</summary>
    private async Task WriteFilterAsync(string path, CancellationToken cancellationToken)
    {
        var known = (await podman.DoAsync("tell its filter of system calls", ["info", "--format", "{{.Host.Security.SECCOMPProfilePath}}"], cancellationToken)).Trim();
        if (!File.Exists(known))
        {
            throw new OutsideException($"Podman's filter of system calls is not at '{known}', and builds that make images need it; reinstall podman's package of common files, on Debian golang-github-containers-common.");
        }

        await File.WriteAllTextAsync(path, WithChroot(await File.ReadAllTextAsync(known, cancellationToken)), cancellationToken);
    }

    /// <summary>A filter in which <c>chroot</c> needs no right that the container has.</summary>
    internal static string WithChroot(string filter)
    {
        const string Right = "CAP_SYS_CHROOT";
        var root = JsonNode.Parse(filter)!;
        var calls = root["syscalls"]!.AsArray();
        foreach (var rule in calls.OfType<JsonObject>().ToImmutableArray())
        {
            if (Names(rule["excludes"]).Contains(Right))
            {
                calls.Remove(rule);
            }
            else if (Names(rule["includes"]) is [Right])
            {
                rule["includes"] = new JsonObject();
            }
        }

        return root.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static string[] Names(JsonNode? condition) => condition?["caps"] is JsonArray names ? [.. names.Select(name => (string)name!)] : [];
}
