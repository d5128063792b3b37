using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Egress;
using PluginCi.Model;

namespace PluginCi.Dependencies;

/// <summary>The way of one build to the registries that it may use, as a site of its proxy.</summary>
public sealed class BuildDependencies : ILoopbackSite
{
    private const int MostTold = 50;

    private readonly DependencyCache _cache;
    private readonly ImmutableArray<RegistryPlan> _registries;
    private readonly ImmutableArray<RegistryPlan> _site;
    private readonly Action<string> _tell;
    private int _fromCache;
    private int _fetched;
    private int _failed;

    internal BuildDependencies(DependencyCache cache, ImmutableArray<RegistryPlan> registries, ImmutableArray<RegistryPlan> site, Action<string> tell) =>
        (_cache, _registries, _site, _tell) = (cache, registries, site, tell);

    /// <summary>What came of all requests, as a line of the build's log.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture, $"== dependencies: {_fromCache} from the cache, {_fetched} fetched{(_failed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {_failed} not to be had"))}");

    /// <inheritdoc/>
    public string? PathOf(string host, int port, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (var registry in _registries)
        {
            var found = RegistryFormats.All[registry.Name].Hosts.FirstOrDefault(known => known.Host == host && port == 80 && path.StartsWith(known.Folder, StringComparison.Ordinal));
            if (found.Host is not null)
            {
                return $"/{registry.Name}/{found.Prefix}{path[found.Folder.Length..]}";
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async Task<LoopbackAnswer> AnswerAsync(string path, Func<int, bool> trySpend, CancellationToken cancellationToken)
    {
        try
        {
            var text = RequestPath.Read(path) ?? throw new DependencyException(400, "it is no path of a registry: it has a query, goes up or could be read in two ways.");
            var kind = text.Split('/')[0];
            var registry = _registries.FirstOrDefault(one => one.Name == kind) ?? throw new DependencyException(403, $"the job does not ask for a registry '{kind}' by .Dependencies(…).");
            var fetch = new Fetch(_cache, registry, text[Math.Min(kind.Length + 1, text.Length)..], _site, trySpend);
            var answer = await fetch.RunAsync(cancellationToken);
            Count(fetch.IsFromCache);
            return answer;
        }
        catch (DependencyException exception)
        {
            return Refuse(path, exception);
        }
#pragma warning disable CA1031 // The edge of the cache: a bug fails a request, visibly, and not the build.
        catch (Exception bug) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _cache.Warn($"The cache of dependencies failed at {Show(path)}: {bug}");
            return Refuse(path, new DependencyException(502, "the cache failed at it; the server's log says why."));
        }
    }

    private void Count(bool? isFromCache)
    {
        if (isFromCache is true)
        {
            Interlocked.Increment(ref _fromCache);
        }
        else if (isFromCache is false)
        {
            Interlocked.Increment(ref _fetched);
        }
    }

    // Package managers ask for much that may not be there.
    private LoopbackAnswer Refuse(string path, DependencyException exception)
    {
        var shown = Show(path);
        if (exception.Status != 404 && Interlocked.Increment(ref _failed) <= MostTold)
        {
            _tell($"== dependencies: {shown}: {exception.Message}");
        }

        return LoopbackAnswer.Of(exception.Status, $"PluginCI: {shown}: {exception.Message}\n");
    }

    private static string Show(string path) => string.Concat(path.Take(200).Select(letter => letter is > ' ' and <= '~' ? letter : '?'));
}
