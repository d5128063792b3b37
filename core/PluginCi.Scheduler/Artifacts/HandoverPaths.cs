using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Where builds find what they are handed, and leave what they hand on.</summary>
public static class HandoverPaths
{
    /// <summary>A folder of the workspace that is no part of any checkout.</summary>
    internal const string Folder = ".pluginci";

    /// <summary>What the jobs that a build needs returned, from the workspace folder.</summary>
    internal const string Data = Folder + "/data.json";

    /// <summary>What a build returns, from the workspace folder.</summary>
    internal const string Return = Folder + "/return.json";

    /// <summary>Adds to a request what its build needs to be handed things and to hand things on.</summary>
    /// <param name="request">The request.</param>
    /// <param name="outbox">An absolute path of a folder for what it hands back; made by <see cref="WorkspaceFiller"/>.</param>
    /// <returns>The request.</returns>
    public static BuildRequest Add(BuildRequest request, string outbox)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request with
        {
            PathVariables = request.PathVariables.SetItem("PLUGINCI_DATA", Data).SetItem("PLUGINCI_RETURN", Return),
            Outbox = new Outbox
            {
                Folder = outbox,
                Files = [Return, .. GlobsOf(request, request.Job.Artifacts)],
                FilesOfFailed = [.. GlobsOf(request, request.Job.Artifacts.Where(artifact => artifact.IsReport))],
            },
        };
    }

    private static IEnumerable<string> GlobsOf(BuildRequest request, IEnumerable<ArtifactPlan> artifacts) => artifacts.SelectMany(artifact => artifact.Files).Select(glob => Below(request.StartIn, glob));

    /// <summary>A path, or a glob, from the workspace folder.</summary>
    internal static string Below(string startIn, string path) => startIn == "." ? path : $"{startIn}/{path}";
}
