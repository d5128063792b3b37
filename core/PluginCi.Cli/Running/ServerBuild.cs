using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Scheduler;
using PluginCi.Server;
using PluginCi.Storage;

namespace PluginCi.Cli;

/// <summary>A build of a server, run again here: of the same plan, the same commits and the same artifacts.</summary>
internal sealed class ServerBuild : ILocalSource
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    private readonly ServerClient _server;
    private readonly FrozenBuildView _frozen;
    private readonly bool _isForced;
    private GitMirrors? _mirrors;

    private ServerBuild(ServerClient server, FrozenBuildView frozen, JobPlan plan, bool isForced)
    {
        (_server, _frozen, _isForced) = (server, frozen, isForced);

        // What it needs is handed to it, and whether it runs was decided.
        Job = plan with { Needs = [], SoftNeeds = [], OnlyIf = null };
    }

    /// <summary>Its job.</summary>
    public JobPlan Job { get; }

    /// <summary>How it fared on the server.</summary>
    public BuildView Verdict => _frozen.Build;

    public ImmutableArray<RegistryPlan> Registries => [.. _frozen.Registries];

    /// <summary>Asks a server for a build.</summary>
    /// <param name="server">The server.</param>
    /// <param name="path">The build's path in its API.</param>
    /// <param name="isForced">True when labels that its job wants do not matter, as somebody named the executor.</param>
    /// <param name="inside">The hosts that may be of this machine or of its private network.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OutsideException">There is no such build, or the server cannot be understood.</exception>
    public static async Task<ServerBuild> LoadAsync(ServerClient server, string path, bool isForced, ImmutableArray<HostPattern> inside, CancellationToken cancellationToken)
    {
        var (found, trouble) = await server.GetAsync($"{path}/frozen", cancellationToken);
        if (found is not { } json)
        {
            throw new OutsideException(trouble);
        }

        try
        {
            var frozen = json.Deserialize<FrozenBuildView>(Json)!;
            return frozen.PlanVersion > Plan.NewestVersion
                ? throw new OutsideException($"The server's plans have version {frozen.PlanVersion}, and this program reads up to {Plan.NewestVersion}. Use the pluginci of the server's version.")
                : new ServerBuild(server, frozen, FrozenNames.Check(frozen, ModelJson.Read<JobPlan>(frozen.Plan.GetRawText()), inside), isForced);
        }
        catch (JsonException exception)
        {
            throw new OutsideException($"The answer of the server is not understood; use the pluginci of its version. {exception.Message}", isTransient: false, exception);
        }
    }

    public string? FindObstacle(IExecutor executor, JobPlan job) => _isForced ? executor.FindObstacle(job)
        : ExecutorLabels.FindObstacle(executor, job) is not { } obstacle ? null
        : executor.FindObstacle(job) ?? $"{obstacle} Try it all the same with --executor {executor.Name}.";

    public async Task<IReadOnlyList<(string Job, Handover Handover)>> FetchAsync(string folder, BlobStore blobs, CancellationToken cancellationToken)
    {
        foreach (var need in _frozen.Needs.Where(need => need.StoodBy))
        {
            await Console.Error.WriteLineAsync($"{need.Job} stood by while the build ran on the server, and does not here: what talks to it will not find it.");
        }

        // First, as it is the sooner gone.
        var handed = new List<(string, Handover)>();
        foreach (var need in _frozen.Needs)
        {
            handed.Add((need.Job, await FetchAsync(need, blobs, cancellationToken)));
        }

        FindMissing(handed);
        _mirrors = new GitMirrors(new GitOptions { Directory = Path.Combine(folder, "mirrors") }, NullLogger<GitMirrors>.Instance);
        foreach (var source in _frozen.Sources)
        {
            await Console.Error.WriteLineAsync($"{source.Project} is fetched at {source.Commit}.");
            var mirror = _mirrors.Of(new ProjectName(source.Project));
            await ReadAsync(source.Url, stream => mirror.ReceiveAsync(source.Commit, stream, cancellationToken), cancellationToken);
        }

        return handed;
    }

    public async Task<BuildRequest> MakeRequestAsync(JobPlan job, string workspace, CancellationToken cancellationToken)
    {
        foreach (var source in _frozen.Sources)
        {
            await _mirrors!.Of(new ProjectName(source.Project)).CheckoutAsync(source.Commit, Path.Combine(workspace, source.Project), cancellationToken);
        }

        Directory.CreateDirectory(workspace);
        return new BuildRequest
        {
            Build = new BuildId(_frozen.Build.Id),
            Job = job,
            Workspace = workspace,
            StartIn = _frozen.StartIn,
            Environment = _frozen.Environment.ToImmutableSortedDictionary(StringComparer.Ordinal),
            IsReviewed = _frozen.IsReviewed,
        };
    }

    private async Task<Handover> FetchAsync(FrozenNeedView need, BlobStore blobs, CancellationToken cancellationToken)
    {
        var artifacts = ImmutableArray.CreateBuilder<Artifact>();
        foreach (var artifact in need.Artifacts)
        {
            foreach (var file in artifact.Files)
            {
                await ReadAsync(file.Url, stream => Task.Run(() => Keep(file, stream, blobs), cancellationToken), cancellationToken);
            }

            artifacts.Add(new Artifact(artifact.Name, [.. artifact.Files.Select(file => new ArtifactFile(file.Path, file.Hash, file.Size, file.IsExecutable))]));
        }

        return new Handover(artifacts.ToImmutable(), need.Data?.GetRawText());
    }

    private static void Keep(ArtifactFileView file, Stream content, BlobStore blobs)
    {
        if (blobs.Add(content) != file.Hash)
        {
            throw new OutsideException($"The file {file.Path} did not come from the server as it is there. Try again.", isTransient: true);
        }
    }

    private void FindMissing(List<(string Job, Handover Handover)> handed)
    {
        if (Job.Fetches.FirstOrDefault(fetch => handed.All(one => one.Job != fetch.Job || one.Handover.Artifacts.All(artifact => artifact.Name != fetch.Artifact))) is { } gone)
        {
            throw new OutsideException(
                $"The build fetched the artifact '{gone.Artifact}' of {gone.Job}, which the server does not keep any more. Have {_frozen.Build.Subject} tested again, and run the new build.");
        }
    }

    private async Task ReadAsync(string url, Func<Stream, Task> read, CancellationToken cancellationToken)
    {
        if (await _server.ReadAsync(url, read, cancellationToken) is { } trouble)
        {
            throw new OutsideException(trouble);
        }
    }
}
