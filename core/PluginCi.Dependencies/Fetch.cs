using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using PluginCi.Egress;
using PluginCi.Model;

namespace PluginCi.Dependencies;

/// <summary>One thing that a build wants of a registry.</summary>
/// <param name="cache">Where it may be.</param>
/// <param name="registry">The registry.</param>
/// <param name="path">The path below the registry's folder, without escapes.</param>
/// <param name="site">All registries of the site.</param>
/// <param name="trySpend">Told of bytes before they are kept; false when the build may have no more.</param>
internal sealed class Fetch(DependencyCache cache, RegistryPlan registry, string path, ImmutableArray<RegistryPlan> site, Func<int, bool> trySpend)
{
    private const long MostBytes = 8L << 30;
    private const int MostBytesOfLinks = 64 << 20;

    private static readonly string[] Passed = ["Content-Encoding", "ETag", "Last-Modified"];
    private static long _lastFile;

    private readonly RegistryFormat _format = RegistryFormats.All[registry.Name];

    /// <summary>Whether it came from the cache; null when it was neither there nor upstream.</summary>
    public bool? IsFromCache { get; private set; }

    /// <summary>Gets it.</summary>
    /// <exception cref="DependencyException">It cannot be had.</exception>
    public async Task<LoopbackAnswer> RunAsync(CancellationToken cancellationToken)
    {
        if (_format.Own.TryGetValue(path, out var document))
        {
            return LoopbackAnswer.Of(200, document.Text, document.Type);
        }

        if (_format.Find(path) is not var (rule, target) || (rule.IsOfFiles ? _format.Files(registry) : _format.Index(registry)) is not { } area)
        {
            throw new DependencyException(404, $"a registry of the kind {registry.Name} has no such path that builds can ask for.");
        }

        try
        {
            return await AskAsync(rule, area, area.Base.AbsolutePath + RequestPath.Write(target), cancellationToken)
                ?? await AskAsync(rule, area, area.Base.AbsolutePath + RequestPath.Write(target), cancellationToken)
                ?? throw new DependencyException(502, $"{area.Base} gives other bytes each time.");
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new DependencyException(502, $"the cache cannot use its folder {cache.Folder}: {exception.Message}");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            throw new DependencyException(502, $"the answer of {registry.Name} at {area.Base} broke off: {exception.Message}");
        }
    }

    /// <returns>Null when what was kept had rotten, and is gone now.</returns>
    private async Task<LoopbackAnswer?> AskAsync(PathRule rule, RegistryArea area, string target, CancellationToken cancellationToken)
    {
        using var answer = await cache.AskAsync(area.ServerName(rule.IsKept), target, site, cancellationToken);
        Check(answer, area);
        IsFromCache = answer.IsFromCache;
        var headers = Passed.Select(name => (name, answer.Header(name)!)).Where(header => header.Item2 is not null).ToArray();
        if (rule.Links != LinkForm.None)
        {
            var text = new LinkRewriter(_format, registry).Rewrite(await ReadTextAsync(answer, cancellationToken), rule.Links, new Uri(area.Base, target));
            return LoopbackAnswer.Of(200, text, answer.ContentType);
        }

        var (file, sha256) = await SpoolAsync(answer, cancellationToken);
        if (rule.IsKept && cache.Checksums.Settle($"{registry.Name} {new Uri(area.Base, "/")}{target[1..]}", sha256) is var known && known != sha256)
        {
            await file.DisposeAsync();
            File.Delete(NginxConfiguration.FileOf(cache.Folder, area.ServerName(true), target));
            if (answer.IsFromCache)
            {
                return null;
            }

            var why = $"{registry.Name} at {area.Base} gives other bytes for {path} than when it was first served here: their sha256 is {sha256} and was {known}. Nothing of it is served.";
            cache.Warn(why);
            throw new DependencyException(502, why);
        }

        return new LoopbackAnswer(200, answer.ContentType, file, file.Length) { Headers = headers };
    }

    private void Check(CachedAnswer answer, RegistryArea area)
    {
        var (status, who) = ((int)answer.Status, $"{registry.Name} at {area.Base}");
        if (status != 200)
        {
            throw status switch
            {
                404 or 410 => new DependencyException(404, $"{who} does not have it."),
                >= 300 and < 400 => new DependencyException(
                    502, $"{who} sends elsewhere, to {HostOf(answer, area)}, where builds are not taken; name an address that answers by itself, by Registries(…) in site.csx."),
                401 or 403 => new DependencyException(status, $"{who} refuses it to the server."),
                _ => new DependencyException(502, string.Create(CultureInfo.InvariantCulture, $"{who} does not answer ({status}), and it is not in the cache.")),
            };
        }
    }

    private static string HostOf(CachedAnswer answer, RegistryArea area) => Uri.TryCreate(area.Base, answer.Header("Location"), out var to) ? to.Authority : "nowhere";

    /// <summary>Takes all of an answer before anything of it is given out.</summary>
    private async Task<(SpooledFile File, string Sha256)> SpoolAsync(CachedAnswer answer, CancellationToken cancellationToken)
    {
        var name = Path.Combine(cache.Spool, Interlocked.Increment(ref _lastFile).ToString(CultureInfo.InvariantCulture));
        var file = new SpooledFile(name, cache.Serving);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var body = await answer.ReadAsync(cancellationToken);
            var buffer = new byte[1 << 16];
            while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                Spend(count);
                hash.AppendData(buffer, 0, count);
                await file.AppendAsync(buffer.AsMemory(0, count), cancellationToken);
                ThrowIfMore(file.Length, MostBytes);
            }

            file.Position = 0;
            return (file, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private async Task<string> ReadTextAsync(CachedAnswer answer, CancellationToken cancellationToken)
    {
        await using var body = await answer.ReadAsync(cancellationToken);
        await using var unpacked = new GZipStream(body, CompressionMode.Decompress);
        Stream plain = answer.Header("Content-Encoding") == "gzip" ? unpacked : body;
        using var text = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (await plain.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            Spend(count);
            await text.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            ThrowIfMore(text.Length, MostBytesOfLinks);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private void Spend(int bytes)
    {
        if (!trySpend(bytes))
        {
            throw new DependencyException(403, "the build was given as many bytes as it may have.");
        }
    }

    private static void ThrowIfMore(long bytes, long most)
    {
        if (bytes > most)
        {
            throw new DependencyException(502, string.Create(CultureInfo.InvariantCulture, $"it is larger than {most} bytes."));
        }
    }
}
