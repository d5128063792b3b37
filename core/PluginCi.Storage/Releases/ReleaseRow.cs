using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>An artifact that was promoted or deployed to an environment.</summary>
/// <param name="Environment">The environment's name.</param>
/// <param name="Stage"><see cref="Model.Stage.Promote"/> or <see cref="Model.Stage.Deploy"/>.</param>
/// <param name="Project">The project.</param>
/// <param name="Commit">The commit of its default branch that it was built from.</param>
/// <param name="Build">The build that promoted or deployed it.</param>
/// <param name="Maker">The build that made it.</param>
/// <param name="Job">The job of that, by its name in the script: artifacts of two jobs may have one name.</param>
/// <param name="Artifact">The artifact's name.</param>
/// <param name="Digest">What it is: <see cref="Model.Artifact.Hash"/>.</param>
/// <param name="At">When that build had passed.</param>
public sealed record ReleaseRow(string Environment, Stage Stage, ProjectName Project, string Commit, BuildId Build, BuildId Maker, string Job, string Artifact, string Digest, DateTimeOffset At);
