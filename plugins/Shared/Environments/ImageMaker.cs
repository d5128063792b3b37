using System.Text.Json;
using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Plugins.Environments;

/// <summary>Gets one image with skopeo, which compares its parts with their digests, and unpacks it with umoci.</summary>
/// <param name="plan">What was declared.</param>
/// <param name="root">Where it goes; the folder is there.</param>
/// <param name="settings">How registries are reached.</param>
/// <param name="tell">Takes what is printed, line by line.</param>
internal sealed partial class ImageMaker(ImagePlan plan, SystemRoot root, EnvironmentSettings settings, Action<string> tell)
{
    // All files are the server's own already. None gets rights of its own, and nothing but files, folders and links stays.
    private const string Clean = """
        rm -rf "$1/dev"
        find "$1" \( -type b -o -type c -o -type p -o -type s \) -delete
        chmod -R u+rwX,ug-s "$1"
        """;

    // What the sandbox's first process calls, with options that only the GNU programs have.
    private static readonly string[] Needed = ["sh", "env", "cp", "mkdir", "chmod", "stat", "head", "dd", "base64", "find"];

    private static readonly string[] Places = ["usr/bin", "bin", "usr/local/bin", "usr/sbin", "sbin"];

    /// <summary>Gets and unpacks it.</summary>
    /// <param name="givenUp">Ends it.</param>
    public async Task RunAsync(CancellationToken givenUp)
    {
        var layout = Path.Combine(root.Folder, "image");
        var bundle = Path.Combine(root.Folder, "bundle");
        await ImageCopy.RunAsync(plan, $"oci:{layout}:it", root.Folder, settings, tell, givenUp);
        await WriteVariablesAsync(layout, givenUp);
        await RunAsync(["umoci", "unpack", "--rootless", "--image", $"{layout}:it", bundle], tell, givenUp);
        Directory.Move(Path.Combine(bundle, "rootfs"), root.Files);
        await RunAsync(["/bin/sh", "-e", "-c", Clean, "clean", root.Files], tell, givenUp);
        Directory.Delete(bundle, recursive: true);
        Directory.Delete(layout, recursive: true);
        Furniture.Add(root);
        RequireTools();
        await File.WriteAllTextAsync(root.Lock, $"{plan.Reference}\n", givenUp);
    }

    private async Task WriteVariablesAsync(string layout, CancellationToken givenUp)
    {
        var text = new List<string>();
        await RunAsync(["skopeo", "inspect", "--config", $"oci:{layout}:it"], text.Add, givenUp);
        using var image = JsonDocument.Parse(string.Join('\n', text));
        var variables = image.RootElement.TryGetProperty("config", out var config) && config.TryGetProperty("Env", out var env) && env.ValueKind == JsonValueKind.Array
            ? env.EnumerateArray().Select(variable => variable.GetString() ?? "").Where(variable => VariableForm().IsMatch(variable))
            : [];
        await File.WriteAllLinesAsync(root.VariablesFile, variables, givenUp);
    }

    private void RequireTools()
    {
        foreach (var tool in Needed)
        {
            if (Places.Select(place => root.Find($"{place}/{tool}")).FirstOrDefault(found => found is not null) is not { } found || Path.GetFileName(found) == "busybox")
            {
                throw new EnvironmentException($"{plan} cannot be used in the sandbox, which needs the GNU program {tool} in it. Add bash or dash, coreutils and findutils to the image, or use the plugin podman.");
            }
        }

        Furniture.CopyShell(root.Find("bin/sh") ?? throw new EnvironmentException($"{plan} cannot be used: it has no /bin/sh."), root.Shell);
    }

    private Task RunAsync(string[] command, Action<string> take, CancellationToken givenUp) => ImageCopy.CallAsync(plan, command, root.Folder, take, givenUp);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*=[^\\n]*$")]
    private static partial Regex VariableForm();
}
