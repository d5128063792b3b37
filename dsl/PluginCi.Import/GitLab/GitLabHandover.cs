using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads what a job keeps and hands on: <c>artifacts</c> and <c>cache</c>.</summary>
internal sealed class GitLabHandover(Notes notes)
{
    /// <summary>The job with its artifacts and reports of tests.</summary>
    public FoundJob Artifacts(FoundJob job, Node? node)
    {
        if (node is not MapNode map)
        {
            return job;
        }

        var keys = new Keys(map, $"{job.Origin}.artifacts", notes);
        var name = keys.TakeText("name") is { } given && !given.Contains('$', StringComparison.Ordinal) ? JobNames.Fit(given) : JobNames.Fit(job.Name);
        var artifacts = ImmutableArray.CreateBuilder<FoundArtifact>();
        foreach (var path in Values.Texts(keys.Take("paths")))
        {
            if (Values.Glob(path) is { } glob)
            {
                artifacts.Add(new FoundArtifact(glob.EndsWith("**", StringComparison.Ordinal) || glob.Contains('*', StringComparison.Ordinal) || Path.HasExtension(glob) ? glob : $"{glob}/**", name));
            }
            else
            {
                keys.NeedPerson("paths", $"'{path}' is no path inside the repository that is known beforehand; name the files by .Publish(…)");
            }
        }

        keys.Approximate("expire_in", "how long artifacts are kept is a setting of the server");
        keys.Approximate("exclude", "all files of the paths are handed on; name the paths more narrowly where that matters");
        if (keys.TakeText("when") is { } when && when != "on_success")
        {
            keys.Approximate("when", "artifacts are taken of builds that passed; reports of tests are read of failed ones too");
        }

        var reports = Reports(keys.Take("reports"), job.Origin);
        keys.End();
        return job with { Artifacts = artifacts.ToImmutable(), Reports = reports };
    }

    /// <summary>The job with its caches.</summary>
    public FoundJob Caches(FoundJob job, Node? node)
    {
        MapNode[] maps = [.. (node is ListNode list ? list.Items : node is null ? [] : [node]).OfType<MapNode>()];
        return job with { Caches = [.. maps.SelectMany(map => Cache(map, job.Origin)).DistinctBy(cache => cache.Folder)] };
    }

    private ImmutableArray<FoundCache> Cache(MapNode map, string origin)
    {
        var keys = new Keys(map, $"{origin}.cache", notes);
        var key = keys.Take("key");
        var files = Values.Texts((key as MapNode)?["files"]);
        if (key is ScalarNode)
        {
            keys.Approximate("key", "caches are of a project and a system; what is newest is taken. Say Files(…) where contents of files should tell them apart");
        }

        keys.Approximate("policy", "a build that passed, of reviewed code, leaves a new cache; others read");
        keys.Approximate("when", "a build that passed, of reviewed code, leaves a new cache");
        keys.Approximate("unprotect", "builds of reviewed code alone write caches, and all read them");
        keys.Approximate("fallback_keys", "where there is no cache of the same files, the newest is taken");
        var caches = ImmutableArray.CreateBuilder<FoundCache>();
        foreach (var path in Values.Texts(keys.Take("paths")))
        {
            var folder = Values.Glob(path)?.TrimEnd('*').TrimEnd('/');
            if (string.IsNullOrEmpty(folder) || folder.Contains('*', StringComparison.Ordinal))
            {
                keys.NeedPerson("paths", $"'{path}' is no single folder that is known beforehand; name it by .Cache(…)");
            }
            else
            {
                caches.Add(new FoundCache(folder, [.. files.Where(file => Values.Glob(file) is not null)]));
            }
        }

        keys.End();
        return caches.ToImmutable();
    }

    private ImmutableArray<string> Reports(Node? node, string origin)
    {
        if (node is not MapNode map)
        {
            return [];
        }

        var keys = new Keys(map, $"{origin}.artifacts.reports", notes);
        var globs = Values.Texts(keys.Take("junit")).Select(Values.Glob).OfType<string>().ToImmutableArray();
        foreach (var entry in keys.TakeRest())
        {
            keys.NeedPerson(entry.Key, "only reports of tests in JUnit's form are read; hand the files on by .Publish(…) where somebody looks at them");
        }

        keys.End();
        return globs;
    }
}
