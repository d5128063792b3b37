using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>The caches of one build: what it starts with, and what it leaves if it passes and its code was reviewed.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="owner">Whose they are: the project or the group of the job. Others never see them.</param>
/// <param name="isReviewed">False for a build that may read and must not write.</param>
/// <param name="log">Where it is told.</param>
public sealed class BuildCaches(CacheStore store, string owner, bool isReviewed, IBuildOutput log)
{
    private ImmutableArray<(CachePlan Plan, CacheFolder Folder, string Scope, string Key)> _caches = [];

    /// <summary>Copies what the build starts with.</summary>
    /// <param name="request">The build, with its workspace as it was checked out.</param>
    /// <param name="folder">The absolute path of a folder for archives on their way, made for this build alone; whoever calls this removes it.</param>
    /// <returns>The request with its caches.</returns>
    /// <exception cref="IOException">They cannot be read or copied.</exception>
    public BuildRequest Fill(BuildRequest request, string folder)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Job.Caches.IsEmpty)
        {
            return request;
        }

        Directory.CreateDirectory(folder);
        _caches = [.. request.Job.Caches.Select((cache, index) => Read(cache, request, Path.Combine(folder, index.ToString(CultureInfo.InvariantCulture))))];
        return request with { Caches = [.. _caches.Select(cache => cache.Folder)] };
    }

    /// <summary>Stores what a build left that passed. What cannot be stored is told, and does not fail it.</summary>
    public void Keep()
    {
        foreach (var (plan, folder, scope, key) in _caches.Where(cache => cache.Folder.Into is { } into && File.Exists(into)))
        {
            try
            {
                var written = store.Add(scope, key, folder.Into!);
                log.Line(string.Create(CultureInfo.InvariantCulture, $"== cache {plan.Path}: generation {written.Number} of key {key[..8]} is written, {written.Bytes} bytes"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                log.Line($"== cache {plan.Path}: nothing is written: {exception.Message}");
            }
        }
    }

    private (CachePlan Plan, CacheFolder Folder, string Scope, string Key) Read(CachePlan plan, BuildRequest request, string path)
    {
        var (scope, key, copy) = ($"{owner}\n{request.Job.RunsIn}\n{plan.Path}", CacheKey.Of(plan, request), path + ".read");
        var found = store.Read(scope, key, copy, isReviewed);
        log.Line($"== cache {plan.Path}: {Tell(found, key)}{(isReviewed ? "" : "; its code is not reviewed, so it writes none")}");
        return (plan, new CacheFolder
        {
            Path = plan.Path.StartsWith(CachePlan.Home, StringComparison.Ordinal) ? plan.Path : HandoverPaths.Below(request.StartIn, plan.Path),
            Archive = found is null ? null : copy,
            Into = isReviewed ? path + ".written" : null,
        }, scope, key);
    }

    private static string Tell(CacheGeneration? found, string key) => found is null
        ? "there is none yet"
        : string.Create(CultureInfo.InvariantCulture, $"generation {found.Number}{(found.IsOfKey ? "" : ", the newest of another key, as there is none")} of key {key[..8]} is read, {found.Bytes} bytes");
}
