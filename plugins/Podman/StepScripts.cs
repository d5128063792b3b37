using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Podman.Images;
using static PluginCi.Plugins.ShellText;

namespace PluginCi.Plugins.Podman;

/// <summary>Writes each step as a shell program of its own, which the build's container sees read-only.</summary>
internal static class StepScripts
{
    public const string Workspace = "/build/workspace";
    public const string Home = "/build/home";
    public const string Folder = "/run/pluginci";

    // They come by its input, and are in no file.
    private const string ReadSecrets = $"{SecretVariables.Prepare}while IFS= read -r pluginci_line; do eval \"$pluginci_line\"; done\n";

    /// <summary>Where a step's program is inside.</summary>
    public static string PathOf(int index) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{index}");

    /// <summary>Where the archive of a cache is inside.</summary>
    public static string CacheOf(int index) => Path.Combine(Folder, CacheName(index));

    public static void Write(BuildRequest request, string folder)
    {
        // An archive is shown in place of a file that is there: podman can make none in a system that is not its own.
        foreach (var (index, _) in request.Caches.Index().Where(cache => cache.Item.Archive is not null))
        {
            File.WriteAllText(Path.Combine(folder, CacheName(index)), "");
        }

        for (var index = 0; index < request.Job.Steps.Length; index++)
        {
            var step = request.Job.Steps[index];
            if (step is ImageStep image)
            {
                ImageScripts.WriteFiles(image, index, folder);
                step = image with { Program = ImageScripts.Make(request.Job, image, index, Folder) };
            }

            // Output goes to the server's own pipe, so that what a step leaves running can write after podman has told the step's end.
            File.WriteAllText(Path.Combine(folder, index.ToString(CultureInfo.InvariantCulture)), $"""
                {(request.HasSecrets() ? ReadSecrets : "")}exec >&3 2>&3 3>&- < /dev/null
                cd {Quote(Path.Combine(Workspace, request.StartIn))} || exit 126
                exec env {Environment(request, step)}{CommandOf(step)}

                """);
        }
    }

    private static string CacheName(int index) => string.Create(CultureInfo.InvariantCulture, $"cache-{index}");

    private static string Environment(BuildRequest request, Step step) => string.Concat(VariablesOf(request, step)
        .SetItems(request.ProxySocket is null ? [] : NetworkRelay.Variables)
        .SetItems(request.PathVariables.Select(variable => KeyValuePair.Create(variable.Key, $"{Workspace}/{variable.Value}")))
        .SetItem("HOME", Home)
        .SetItem("LANG", "C.UTF-8")
        .SetItem("LC_ALL", "C.UTF-8")
        .Remove("PATH")
        .Select(variable => Quote($"{variable.Key}={variable.Value}") + " "));

    // A step that makes images has rights that a variable of the job's, such as LD_PRELOAD, would give to the job.
    private static ImmutableSortedDictionary<string, string> VariablesOf(BuildRequest request, Step step) => step is ImageStep
        ? request.PlainEnvironment().Where(variable => variable.Key.StartsWith("PLUGINCI_", StringComparison.Ordinal)).ToImmutableSortedDictionary()
        : request.PlainEnvironment();
}
