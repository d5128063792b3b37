using PluginCi.Plugin;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Makes an image of a system with umoci, and pushes it with skopeo.</summary>
/// <param name="settings">To which registry, and how it is reached.</param>
/// <param name="root">The system.</param>
/// <param name="tell">Takes what is printed, line by line.</param>
internal sealed class ImagePush(KubernetesSettings settings, SystemRoot root, Action<string> tell)
{
    // All files are the server's own, and in the image root's, whom no build is. Devices the node makes.
    private const string Make = """
        tar -C "$1" --numeric-owner --owner=0 --group=0 --exclude='./dev/*' -cf layer.tar .
        umoci init --layout image
        umoci new --image image:it
        umoci raw add-layer --image image:it layer.tar
        umoci config --image image:it --config.env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
        """;

    /// <summary>Looks whether the registry has an image.</summary>
    public async Task<bool> IsThereAsync(string digest, CancellationToken givenUp) =>
        await MakerProcess.RunAsync(root.Folder, ["skopeo", .. settings.Environments.RegistriesOptions, "inspect", "--raw", .. settings.Environments.CredentialsOptions, $"docker://{settings.Registry}@{digest}"], _ => { }, givenUp) == 0;

    /// <summary>Makes and pushes it.</summary>
    /// <param name="work">An empty folder for what it needs in between.</param>
    /// <param name="givenUp">Ends it.</param>
    /// <returns>The image's digest.</returns>
    /// <exception cref="OutsideException">It cannot be pushed now.</exception>
    public async Task<string> RunAsync(string work, CancellationToken givenUp)
    {
        await RunAsync(work, ["/bin/sh", "-e", "-c", Make, "make", root.Files], givenUp);
        await RunAsync(
            work,
            ["skopeo", .. settings.Environments.RegistriesOptions, "copy", .. settings.Environments.CredentialsOptions, "--digestfile", Path.Combine(work, "digest"), "oci:image:it", $"docker://{settings.Registry}:{root.Name}"],
            givenUp);
        return (await File.ReadAllTextAsync(Path.Combine(work, "digest"), givenUp)).Trim();
    }

    private async Task RunAsync(string work, string[] command, CancellationToken givenUp)
    {
        var (status, last) = await MakerProcess.TellAsync(work, command, tell, givenUp);
        if (status != 0)
        {
            throw status == MakerProcess.NotFound
                ? new OutsideException("The images of systems that builds declare cannot be made, as umoci or skopeo is not installed on the server's machine; install them, on Debian with `apt-get install skopeo umoci`.")
                : new OutsideException($"The image of {root.Name} could not be pushed to {settings.Registry}, the setting registry of kubernetes: {last}", isTransient: true);
        }
    }
}
