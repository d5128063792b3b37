using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Model;
using static PluginCi.Plugins.ShellText;

namespace PluginCi.Plugins.Podman.Images;

/// <summary>The program of a step that makes or runs images, with what comes before it.</summary>
internal static class ImageScripts
{
    /// <summary>Where images are while a build makes them.</summary>
    public const string Folder = $"{StepScripts.Folder}/{Name}";

    /// <summary>The name of that folder among the steps, where it is shown.</summary>
    public const string Name = "images";

    // An overlay of an overlay is not to be had on every kernel; a copy of each layer is.
    private const string Prelude = $$"""
        export HOME={{Folder}}/home BUILDAH_ISOLATION=chroot CONTAINERS_STORAGE_CONF={{Folder}}/storage.conf CONTAINERS_REGISTRIES_CONF={{Folder}}/registries.conf
        if ! [ -e "$CONTAINERS_STORAGE_CONF" ]; then
            mkdir -p "$HOME"
            echo 'unqualified-search-registries = ["docker.io"]' > "$CONTAINERS_REGISTRIES_CONF"
            storage() { printf '[storage]\ndriver = "%s"\nrunroot = "{{Folder}}/run"\ngraphroot = "{{Folder}}/%s"\n' "$1" "$1" > "$CONTAINERS_STORAGE_CONF"; }
            storage overlay
            buildah images > /dev/null 2>&1 || storage vfs
        fi

        """;

    /// <summary>The images that the images of a job are made of, each once.</summary>
    public static ImmutableArray<string> BasesOf(JobPlan job) => [.. job.Steps.OfType<ImageStep>().SelectMany(step => step.Bases).Distinct(StringComparer.Ordinal)];

    /// <summary>The name of the archive of such an image among the steps.</summary>
    public static string ArchiveName(int index) => string.Create(CultureInfo.InvariantCulture, $"base-{index}");

    /// <summary>Writes the files of a step, each into the folder of its step.</summary>
    public static void WriteFiles(ImageStep step, int index, string folder)
    {
        var files = Directory.CreateDirectory(Path.Combine(folder, FilesName(index))).FullName;
        foreach (var (name, text) in step.Files)
        {
            File.WriteAllText(Path.Combine(files, name), text);
        }
    }

    /// <summary>The program of a step.</summary>
    /// <param name="job">The job.</param>
    /// <param name="step">The step.</param>
    /// <param name="index">Its place in the job.</param>
    /// <param name="steps">Where the folder of steps is inside.</param>
    public static string Make(JobPlan job, ImageStep step, int index, string steps)
    {
        var bases = BasesOf(job);
        var load = string.Concat(step.Bases.Select(name => $"""
            buildah inspect --type image {Quote(ImageNames.LocalOf(name))} > /dev/null 2>&1 || buildah pull --quiet oci-archive:{steps}/{ArchiveName(bases.IndexOf(name))} > /dev/null

            """));
        return $"{Prelude}{load}export PLUGINCI_FILES={steps}/{FilesName(index)}\nexport PLUGINCI_ACCOUNT={BuildFolder.Account}\n{step.Program}";
    }

    private static string FilesName(int index) => string.Create(CultureInfo.InvariantCulture, $"files-{index}");
}
