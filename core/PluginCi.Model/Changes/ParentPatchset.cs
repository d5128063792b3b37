namespace PluginCi.Model;

/// <summary>A patchset of another change that is a git parent of a patchset.</summary>
/// <param name="Change">The other change.</param>
/// <param name="Patchset">Which of its patchsets, from 1. When the change has a newer one, what is built on this one cannot be merged.</param>
/// <param name="Commit">The patchset's commit, 40 hexadecimal digits.</param>
public sealed record ParentPatchset(ChangeId Change, int Patchset, string Commit);
