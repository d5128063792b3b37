using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Cli;

/// <summary>What is run on one's own machine: a working tree, or a build of a server.</summary>
internal interface ILocalSource
{
    /// <summary>The registries that jobs may have their dependencies from.</summary>
    ImmutableArray<RegistryPlan> Registries { get; }

    /// <summary>Why an executor cannot run a job of it.</summary>
    /// <returns>One sentence, or null when it can.</returns>
    string? FindObstacle(IExecutor executor, JobPlan job);

    /// <summary>Brings here what is not here yet. Called once, before anything runs.</summary>
    /// <param name="folder">A folder for it, which is removed when all has run.</param>
    /// <param name="blobs">Where the contents of artifacts go.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What jobs that do not run here hand on, by the name of the job; the nearest first.</returns>
    /// <exception cref="OutsideException">Some of it is not to be had.</exception>
    Task<IReadOnlyList<(string Job, Handover Handover)>> FetchAsync(string folder, BlobStore blobs, CancellationToken cancellationToken);

    /// <summary>Checks out what a job sees.</summary>
    /// <param name="job">The job.</param>
    /// <param name="workspace">Where to; not made yet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What an executor is asked to run.</returns>
    Task<BuildRequest> MakeRequestAsync(JobPlan job, string workspace, CancellationToken cancellationToken);
}
