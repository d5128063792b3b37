namespace PluginCi.Plugins;

/// <summary>Finds the cgroup hierarchies of this process from <c>mountinfo</c> and <c>cgroup</c> of <c>/proc/self</c>.</summary>
internal static class CgroupDiscovery
{
    private static readonly string[] Wanted = ["memory", "pids", "cpu"];

    public static IReadOnlyList<CgroupFolder> Find(IEnumerable<string> mountInfo, IEnumerable<string> ownGroups)
    {
        var own = ownGroups
            .Select(line => line.Split(':', 3))
            .Where(parts => parts.Length == 3)
            .SelectMany(parts => parts[1].Split(',').Select(controller => (controller, path: parts[2])))
            .ToLookup(pair => pair.controller, pair => pair.path, StringComparer.Ordinal);
        var found = new List<CgroupFolder>();
        foreach (var mount in mountInfo.Select(Mount.Parse).OfType<Mount>())
        {
            // The empty name is version 2's own line, "0::/path".
            IReadOnlyList<string> names = mount.IsUnified ? [""] : [.. Wanted.Intersect(mount.Options, StringComparer.Ordinal)];
            if (names.Count > 0 && own[names[0]].FirstOrDefault() is { } path && mount.FolderOf(path) is { } folder)
            {
                found.Add(new CgroupFolder(folder, mount.IsUnified, mount.IsUnified ? new HashSet<string>() : names.ToHashSet()));
            }
        }
        return found;
    }

    private sealed record Mount(string Root, string Point, bool IsUnified, IReadOnlyList<string> Options)
    {
        public static Mount? Parse(string line)
        {
            var halves = line.Split(" - ", 2);
            var left = halves[0].Split(' ');
            var right = halves.Length == 2 ? halves[1].Split(' ') : [];
            return left.Length >= 5 && right.Length >= 3 && right[0] is "cgroup" or "cgroup2"
                ? new Mount(left[3], left[4], right[0] == "cgroup2", right[2].Split(','))
                : null;
        }

        /// <summary>Null when the mount shows another part of the hierarchy.</summary>
        public string? FolderOf(string path)
        {
            if (Root == "/")
            {
                return Point + (path == "/" ? "" : path);
            }
            return path == Root || path.StartsWith(Root + "/", StringComparison.Ordinal) ? Point + path[Root.Length..] : null;
        }
    }
}
