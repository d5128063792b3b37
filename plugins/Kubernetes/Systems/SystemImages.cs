using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>The images of systems that builds declared: each is made of a system that this server makes, pushed once to the registry of the settings, and used by its digest.</summary>
internal sealed class SystemImages(KubernetesSettings settings, SystemStore systems, string folder, TimeProvider clock)
{
    // Registries are cleaned by their own rules; a look takes a fraction of a second.
    private static readonly TimeSpan Trust = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _pushing = new();
    private readonly ConcurrentDictionary<string, long> _seen = new();

    /// <summary>The image of a system; made and pushed first where it is not there yet, which is a stage of the build.</summary>
    /// <param name="declared">The system.</param>
    /// <param name="output">Where that is told.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its name with its digest, and the system.</returns>
    /// <exception cref="EnvironmentException">It cannot be made as it is declared.</exception>
    /// <exception cref="OutsideException">It cannot be made or pushed now.</exception>
    public async Task<ContainerImage> GetAsync(DeclaredSystem declared, IBuildOutput output, CancellationToken cancellationToken)
    {
        var root = await systems.GetAsync(declared, output, cancellationToken);
        var one = _pushing.GetOrAdd(root.Name, _ => new SemaphoreSlim(1));
        await one.WaitAsync(cancellationToken);
        var preparation = new Preparation($"the image of {declared.Plan}", output, clock);
        try
        {
            return new ContainerImage($"{settings.RegistryOfNodes ?? settings.Registry}@{await GetDigestAsync(root, preparation.Tell, cancellationToken)}", root);
        }
        finally
        {
            preparation.End();
            one.Release();
        }
    }

    private async Task<string> GetDigestAsync(SystemRoot root, Action<string> tell, CancellationToken cancellationToken)
    {
        // The same system may be in another registry as well.
        var record = Path.Combine(root.Folder, $"image-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings.Registry!)))[..12]}");
        var push = new ImagePush(settings, root, tell);
        if (File.Exists(record) && await File.ReadAllTextAsync(record, cancellationToken) is { Length: > 0 } known)
        {
            if ((_seen.TryGetValue(root.Name, out var seen) && clock.GetElapsedTime(seen) < Trust) || await push.IsThereAsync(known, cancellationToken))
            {
                _seen[root.Name] = clock.GetTimestamp();
                return known;
            }
        }

        var work = Directory.CreateDirectory(Path.Combine(folder, $"{root.Name}.{Guid.NewGuid():N}")).FullName;
        try
        {
            var began = clock.GetTimestamp();
            tell($"It is pushed to {settings.Registry}, once for all builds that run on it.");
            var digest = await push.RunAsync(work, cancellationToken);
            await File.WriteAllTextAsync(record, digest, cancellationToken);
            _seen[root.Name] = clock.GetTimestamp();
            tell(FormattableString.Invariant($"It is there after {clock.GetElapsedTime(began).TotalSeconds:0.0} s: {digest}."));
            return digest;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
