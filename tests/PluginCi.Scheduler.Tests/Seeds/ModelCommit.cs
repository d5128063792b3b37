using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PluginCi.Model;

namespace PluginCi.Scheduler.Seeds;

/// <summary>A commit as far as the gate can tell. The same content and history give the same ids, as with git.</summary>
internal sealed record ModelCommit
{
    public ModelCommit(ImmutableArray<string> parents, ImmutableSortedDictionary<string, string> files, string message, ChangeId? change = null)
    {
        Parents = parents;
        Files = files;
        Change = change;
        Tree = Hash(string.Join('\n', files.Select(file => $"{file.Key}\0{file.Value}")));
        Id = Hash($"{Tree} {string.Join(' ', parents)} {message}");
    }

    public string Id { get; }

    public string Tree { get; }

    public ImmutableArray<string> Parents { get; }

    public ImmutableSortedDictionary<string, string> Files { get; }

    /// <summary>The change that it merges; null when it is no merge of the gate.</summary>
    public ChangeId? Change { get; }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..40];
}
