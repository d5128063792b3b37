using System.Text.Json;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Takes what an executor handed back of a build into the store.</summary>
/// <param name="blobs">The store.</param>
public sealed class OutboxReader(BlobStore blobs)
{
    private const int MostDataBytes = 64 << 10;

    // Links are no part of an artifact: an outbox is filled by what a build left.
    private static readonly EnumerationOptions RegularFiles = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };

    /// <summary>Reads the outbox of a build that passed.</summary>
    /// <param name="request">The build, with an outbox.</param>
    /// <returns>What it hands on, or one sentence about why the build fails instead.</returns>
    /// <exception cref="IOException">The outbox cannot be read, or the store not be written.</exception>
    public (Handover Handover, string? Problem) Read(BuildRequest request)
    {
        var (outbox, files) = List(request);
        var problem = FindExcess(outbox, files.Values) ?? FindMissing(request, files.Keys);
        var data = problem is null && files.TryGetValue(HandoverPaths.Return, out var returned) ? ReadData(returned, out problem) : null;
        return problem is null
            ? (new Handover([.. request.Job.Artifacts.Select(artifact => Store(request, artifact, files))], data), null)
            : (Handover.Empty, problem);
    }

    /// <summary>Reads what a build that failed leaves for people to look at.</summary>
    /// <param name="request">The build, with an outbox.</param>
    /// <returns>Its reports, as far as there are any.</returns>
    /// <exception cref="IOException">The outbox cannot be read, or the store not be written.</exception>
    public Handover ReadReports(BuildRequest request)
    {
        var (outbox, files) = List(request);
        return FindExcess(outbox, files.Values) is null
            ? new Handover([.. request.Job.Artifacts.Where(artifact => artifact.IsReport).Select(artifact => Store(request, artifact, files)).Where(artifact => !artifact.Files.IsEmpty)], null)
            : Handover.Empty;
    }

    private static (Outbox Outbox, Dictionary<string, FileInfo> Files) List(BuildRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var outbox = request.Outbox ?? throw new ArgumentException("The request has no outbox.", nameof(request));
        return (outbox, new DirectoryInfo(outbox.Folder).EnumerateFiles("*", RegularFiles)
            .ToDictionary(file => Path.GetRelativePath(outbox.Folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/'), StringComparer.Ordinal));
    }

    private static string? FindExcess(Outbox outbox, Dictionary<string, FileInfo>.ValueCollection files)
    {
        var bytes = files.Sum(file => file.Length);
        return files.Count > outbox.MostFiles ? $"The build hands on {files.Count} files; it may hand on {outbox.MostFiles}. Publish less, or pack them into one."
            : bytes > outbox.MostBytes ? $"The build hands on {bytes} bytes; it may hand on {outbox.MostBytes}. Publish less."
            : null;
    }

    private static string? FindMissing(BuildRequest request, IEnumerable<string> paths)
    {
        var artifact = request.Job.Artifacts.FirstOrDefault(artifact => !paths.Any(path => Fits(request, artifact, path)));
        return artifact is null ? null : $"No file fits {string.Join(", ", artifact.Files)} of the artifact '{artifact.Name}'; make it, or correct .{(artifact.IsReport ? "Html" : "Publish")}(…).";
    }

    private static string? ReadData(FileInfo file, out string? problem)
    {
        if (file.Length > MostDataBytes)
        {
            problem = $"The build returns {file.Length} bytes of data in PLUGINCI_RETURN; it may return {MostDataBytes}. Publish a file instead.";
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file.FullName), new JsonDocumentOptions { AllowDuplicateProperties = false });
            RequireTexts(json.RootElement);
            problem = json.RootElement.ValueKind == JsonValueKind.Object
                ? null
                : $"What the build returns in PLUGINCI_RETURN is no JSON object but {json.RootElement.ValueKind}; write one such as {{ \"version\": \"1.2\" }}.";
            return json.RootElement.GetRawText();
        }
        catch (JsonException exception)
        {
            problem = $"What the build returns in PLUGINCI_RETURN is no JSON: {exception.Message}";
            return null;
        }
    }

    // Half of a character is well formed JSON, and no text.
    private static void RequireTexts(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    RequireTexts(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    RequireTexts(item);
                }

                break;
            case JsonValueKind.String:
                try
                {
                    _ = value.GetString();
                }
                catch (InvalidOperationException exception)
                {
                    throw new JsonException($"A text of it is not valid Unicode. {exception.Message}", exception);
                }

                break;
        }
    }

    private Artifact Store(BuildRequest request, ArtifactPlan artifact, Dictionary<string, FileInfo> files) => new(
        artifact.Name,
        [
            .. files.Where(file => Fits(request, artifact, file.Key))
                .Select(file => Store(request.StartIn == "." ? file.Key : file.Key[(request.StartIn.Length + 1)..], file.Value))
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ]);

    private ArtifactFile Store(string path, FileInfo file)
    {
        using var content = file.OpenRead();
        return new ArtifactFile(path, blobs.Add(content), file.Length, file.UnixFileMode.HasFlag(UnixFileMode.UserExecute));
    }

    private static bool Fits(BuildRequest request, ArtifactPlan artifact, string path) =>
        RelativePath.IsInside(path)
        && !path.StartsWith($"{HandoverPaths.Folder}/", StringComparison.Ordinal)
        && artifact.Files.Any(glob => Glob.IsMatch(HandoverPaths.Below(request.StartIn, glob), path));
}
