using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Finds the jobs of a file, each with all that it extends, that it inherits, and that it refers to.</summary>
internal sealed class GitLabJobs
{
    // As GitLab: https://docs.gitlab.com/ci/yaml/yaml_optimization/#use-extends-to-reuse-configuration-sections
    private const int Deepest = 11;

    private static readonly string[] Inherited = ["image", "services", "cache", "before_script", "after_script", "artifacts", "hooks", "id_tokens", "interruptible", "retry", "tags", "timeout", "identity"];

    private readonly MapNode _root;
    private readonly MapNode _defaults;
    private readonly Notes _notes;
    private readonly References _references;
    private readonly ImmutableArray<MapEntry> _entries;

    public GitLabJobs(MapNode root, MapNode defaults, ImmutableArray<MapEntry> entries, Notes notes)
    {
        (_root, _defaults, _entries, _notes) = (root, defaults, entries, notes);
        _references = new References(root, notes);
    }

    /// <summary>The jobs that run, in the order of the file.</summary>
    public ImmutableArray<GitLabJob> Find()
    {
        var jobs = ImmutableArray.CreateBuilder<GitLabJob>();
        foreach (var entry in _entries)
        {
            if (entry.Value is not MapNode own)
            {
                Tell(entry);
            }
            else if (!entry.Key.StartsWith('.'))
            {
                jobs.Add(Make(entry, own));
            }
        }

        return jobs.ToImmutable();
    }

    /// <summary>Tells of what stands in jobs for others and did not come into any.</summary>
    public void TellUnused()
    {
        foreach (var entry in _entries.Where(entry => entry.Value is MapNode))
        {
            foreach (var key in ((MapNode)entry.Value).Entries.Where(key => !_notes.Has(key.Value.File, key.At)))
            {
                _notes.Approximated(key.Value.File, key.At, $"{entry.Key}.{key.Key}", "no job of the scripts has this, or each says it anew; it is left out");
            }
        }
    }

    public Node Resolve(Node node) => _references.Resolve(node);

    private GitLabJob Make(MapEntry entry, MapNode own)
    {
        var whole = Extend(own, entry.Key, 0);
        var resolved = (MapNode)_references.Resolve(WithDefaults(whole));
        var keys = new Keys(resolved, entry.Key, _notes);
        keys.Take("extends");
        keys.Take("inherit");
        return new GitLabJob(entry.Key, keys, entry.At, keys.TakeText("stage") ?? "test");
    }

    private MapNode Extend(MapNode own, string name, int depth)
    {
        var below = new MapNode(own.At, []) { File = own.File };
        foreach (var other in Values.Texts(own["extends"]))
        {
            if (_root[other] is MapNode map && depth < Deepest)
            {
                below = Merge.Over(below, Without(Extend(map, other, depth + 1), "extends"), _notes);
            }
            else
            {
                var entry = own.Entries.First(entry => entry.Key == "extends");
                _notes.NeedsPerson(entry.Value.File, entry.At, $"{name}.extends", $"'{other}' is not in the files; what it does has to be written");
            }
        }

        return Merge.Over(below, own, _notes);
    }

    private MapNode WithDefaults(MapNode job)
    {
        var inherit = job.Map("inherit")?["default"];
        bool IsTaken(string key) => inherit switch
        {
            ScalarNode { IsOn: false } => false,
            ListNode list => Values.Texts(list).Contains(key),
            _ => true,
        };
        return new MapNode(job.At, [.. job.Entries, .. _defaults.Entries.Where(entry => Inherited.Contains(entry.Key) && IsTaken(entry.Key) && !job.Has(entry.Key))]) { File = job.File };
    }

    private static MapNode Without(MapNode map, string key) => new(map.At, [.. map.Entries.Where(entry => entry.Key != key)]) { File = map.File };

    // What only holds an anchor is in the places that name it.
    private void Tell(MapEntry entry)
    {
        if (entry.Key.StartsWith('.'))
        {
            _notes.Carried(entry.Value.File, entry.At, entry.Key);
        }
        else
        {
            _notes.NeedsPerson(entry.Value.File, entry.At, entry.Key, "the importer does not know this key; nothing of it is in the scripts");
        }
    }
}
