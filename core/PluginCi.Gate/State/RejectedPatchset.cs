namespace PluginCi.Gating;

/// <summary>A patchset that a pipeline rejected although it was approved.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Patchset">The patchset.</param>
public sealed record RejectedPatchset(string Pipeline, int Patchset);
