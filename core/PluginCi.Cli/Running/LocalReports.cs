using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Cli;

/// <summary>Keeps what jobs leave for people to look at, and says where, until they run again.</summary>
/// <param name="folder">Where.</param>
/// <param name="blobs">The contents.</param>
internal sealed class LocalReports(string folder, BlobStore blobs)
{
    public void Keep(BuildRequest request, Handover handover, IBuildOutput output)
    {
        foreach (var artifact in handover.Artifacts.Where(artifact => request.Job.Artifacts.Any(plan => plan.IsReport && plan.Name == artifact.Name)))
        {
            var place = Path.Combine(folder, request.StartIn, request.Job.Name, artifact.Name);
            if (Directory.Exists(place))
            {
                Directory.Delete(place, recursive: true);
            }

            foreach (var file in artifact.Files)
            {
                var path = Path.Combine(place, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using var content = blobs.OpenChecked(file.Hash);
                using var written = new FileStream(path, FileMode.CreateNew);
                content.CopyTo(written);
            }

            output.Line($"== {artifact.Name} is in {place}");
        }
    }
}
