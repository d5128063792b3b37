using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>The actions of others that steps use: those that are known become part of the job, others need a person.</summary>
/// <param name="text">Puts in what stands for expressions.</param>
/// <param name="what">The job, for notes.</param>
/// <param name="notes">Takes what is different.</param>
internal sealed class GitHubActions(GitHubText text, string what, Notes notes)
{
    private static readonly ImmutableSortedDictionary<string, (string Language, string Version)> Setups = new Dictionary<string, (string, string)>
    {
        ["actions/setup-python"] = ("python", "python-version"),
        ["actions/setup-node"] = ("node", "node-version"),
        ["actions/setup-go"] = ("go", "go-version"),
        ["actions/setup-java"] = ("java", "java-version"),
        ["ruby/setup-ruby"] = ("ruby", "ruby-version"),
        ["shivammathur/setup-php"] = ("php", "php-version"),
        ["dtolnay/rust-toolchain"] = ("rust", "toolchain"),
        ["actions-rs/toolchain"] = ("rust", "toolchain"),
        ["shogo82148/actions-setup-perl"] = ("perl", "perl-version"),
    }.ToImmutableSortedDictionary();

    private static readonly ImmutableSortedDictionary<string, FoundCache> Caches = new Dictionary<string, FoundCache>
    {
        ["pip"] = new("~/.cache/pip", []),
        ["npm"] = new("~/.npm", ["package-lock.json"]),
        ["yarn"] = new("~/.cache/yarn", ["yarn.lock"]),
        ["maven"] = new("~/.m2", ["**/pom.xml"]),
        ["gradle"] = new("~/.gradle", ["**/*.gradle*"]),
    }.ToImmutableSortedDictionary();

    /// <summary>The languages that steps ask for, in their order, each with its version.</summary>
    public List<(Language Language, string Version, ScalarNode At)> Languages { get; } = [];

    /// <summary>Whether a step fetches artifacts.</summary>
    public bool Fetches { get; private set; }

    /// <summary>The job with what the action brings; null where it is not known.</summary>
    public FoundJob? Use(FoundJob job, ScalarNode uses, MapNode? settings)
    {
        var keys = new Keys(settings ?? new MapNode(uses.At, []) { File = uses.File }, $"{what}.with", notes);
        var name = uses.Value.Split('@')[0];
        switch (name)
        {
            case "actions/checkout":
                keys.NeedPerson("repository", "only the repository itself is checked out; .BuildAfter(…) and groups of site.csx bring others");
                keys.NeedPerson("token", "builds have no credentials");
                foreach (var entry in keys.TakeRest())
                {
                    keys.Approximate(entry.Key, "the repository is checked out at the state under test, in the folder where steps start");
                }

                keys.End();
                return job;
            case "actions/cache":
                return Cache(job, keys);
            case "actions/upload-artifact":
                return Upload(job, keys);
            case "actions/download-artifact":
                Fetches = true;
                keys.Approximate("path", "artifacts of the jobs that are needed are where those had them");
                keys.Approximate("name", "the artifacts of all jobs that are needed are there");
                keys.End();
                return job;
        }

        if (Setups.TryGetValue(name, out var setup))
        {
            return Setup(job, uses, keys, setup);
        }

        return null;
    }

    private FoundJob Setup(FoundJob job, ScalarNode uses, Keys keys, (string Language, string Version) setup)
    {
        Languages.Add((Language.All.First(language => language.Name == setup.Language), text.Put(keys.Take(setup.Version)), uses));
        if (setup.Language == "java")
        {
            keys.Approximate("distribution", "Debian's own build of OpenJDK is used");
        }

        if (keys.TakeText("cache") is { } cache)
        {
            if (Caches.TryGetValue(cache, out var known))
            {
                job = job with { Caches = [.. job.Caches, known] };
            }
            else
            {
                keys.NeedPerson("cache", "say which folder is kept by .Cache(…)");
            }
        }

        keys.Approximate("check-latest", "the version is that of Debian");
        keys.Approximate("cache-dependency-path", "the usual files tell caches apart");
        keys.End();
        return job;
    }

    private static FoundJob Cache(FoundJob job, Keys keys)
    {
        keys.Approximate("key", "caches are of a project and a system, and the newest is taken; say Files(…) where contents of files should tell them apart");
        keys.Approximate("restore-keys", "where there is no cache of the same files, the newest is taken");
        var paths = (keys.TakeText("path") ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var caches = new List<FoundCache>();
        foreach (var path in paths)
        {
            var isOfHome = path.StartsWith("~/", StringComparison.Ordinal);
            var folder = (Values.Glob(isOfHome ? path[2..] : path) ?? "").TrimEnd('*').TrimEnd('/');
            if (folder.Length == 0 || folder.Contains('*', StringComparison.Ordinal))
            {
                keys.NeedPerson("path", $"'{path}' is no single folder that is known beforehand; name it by .Cache(…)");
            }
            else
            {
                caches.Add(new FoundCache(isOfHome ? $"~/{folder}" : folder, []));
            }
        }

        keys.End();
        return job with { Caches = [.. job.Caches, .. caches] };
    }

    private static FoundJob Upload(FoundJob job, Keys keys)
    {
        var name = JobNames.Fit(keys.TakeText("name") is { } given && !given.Contains('$', StringComparison.Ordinal) ? given : "artifact");
        keys.Approximate("retention-days", "how long artifacts are kept is a setting of the server");
        keys.Approximate("if-no-files-found", "a build whose files are not there fails");
        keys.Approximate("compression-level", "the server keeps equal files once");
        var artifacts = new List<FoundArtifact>();
        foreach (var path in (keys.TakeText("path") ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Values.Glob(path) is { } glob)
            {
                artifacts.Add(new FoundArtifact(glob.Contains('*', StringComparison.Ordinal) || Path.HasExtension(glob) ? glob : $"{glob}/**", name));
            }
            else
            {
                keys.NeedPerson("path", $"'{path}' is no path inside the repository that is known beforehand; name the files by .Publish(…)");
            }
        }

        keys.End();
        return job with { Artifacts = [.. job.Artifacts, .. artifacts] };
    }
}
