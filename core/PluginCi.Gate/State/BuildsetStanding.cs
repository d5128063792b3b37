namespace PluginCi.Gating;

/// <summary>What the jobs and builds of a buildset come to.</summary>
/// <param name="IsFailing">True when a deciding job failed, will fail without a retry left, or can never run, so that the buildset cannot pass.</param>
/// <param name="IsComplete">True when nothing of it runs or may still start.</param>
/// <param name="HasReadyJobs">True when a job may start now.</param>
/// <param name="HasPausedBuilds">True when a build waits for the jobs that need it.</param>
/// <param name="HoldsFollowing">True while a job that holds the items behind has not passed.</param>
public readonly record struct BuildsetStanding(bool IsFailing, bool IsComplete, bool HasReadyJobs, bool HasPausedBuilds, bool HoldsFollowing);
