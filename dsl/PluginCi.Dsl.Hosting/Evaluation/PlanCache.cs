using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>
/// Remembers responses by the hash of everything they follow from: the request and the assemblies that evaluate it. Forgets those that were not needed for the longest time.
/// </summary>
/// <param name="directory">Where they are kept, a file each.</param>
/// <param name="size">How many of them.</param>
/// <param name="clock">The clock by which they age.</param>
internal sealed class PlanCache(string directory, int size, TimeProvider clock)
{
    private static readonly byte[] Evaluator = ModelJson.WriteBytes($"{Environment.Version} {string.Join(
        ' ', new[] { typeof(Ci), typeof(Pipelines.Python), typeof(ScriptRunner), typeof(Declarative.DeclarativeFile), typeof(Plan) }.Select(type => type.Module.ModuleVersionId.ToString("N")))}");

    // A file tells by its time when it was last needed, to the day: more would be a write for each read.
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, EvaluationResponse> _memory = new();
    private int _kept;

    public static string KeyOf(EvaluationRequest request) => Convert.ToHexStringLower(SHA256.HashData([.. Evaluator, .. ModelJson.WriteBytes(request)]));

    public EvaluationResponse? Find(string key)
    {
        if (_memory.TryGetValue(key, out var known))
        {
            return known;
        }

        try
        {
            var path = PathOf(key);
            var response = ModelJson.Read<EvaluationResponse>(File.ReadAllText(path));
            var now = clock.GetUtcNow().UtcDateTime;
            if (now - File.GetLastWriteTimeUtc(path) > Day)
            {
                File.SetLastWriteTimeUtc(path, now);
            }

            Remember(key, response);
            return response;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            // Not there, or torn by whoever empties the folder: it is made again.
            return null;
        }
    }

    public void Keep(string key, EvaluationResponse response)
    {
        Remember(key, response);
        Directory.CreateDirectory(directory);
        if ((Interlocked.Increment(ref _kept) - 1) % Math.Max(1, size / 10) == 0)
        {
            Forget();
        }

        var whole = Path.Combine(directory, Path.GetRandomFileName());
        File.WriteAllText(whole, ModelJson.Write(response));
        File.Move(whole, PathOf(key), overwrite: true);
    }

    private void Remember(string key, EvaluationResponse response)
    {
        // All of them are on disk, from where those that are needed come back.
        if (_memory.Count >= size)
        {
            _memory.Clear();
        }

        _memory[key] = response;
    }

    // Now and then, so that there may be a tenth more for a while.
    private void Forget()
    {
        var files = new DirectoryInfo(directory).GetFiles();
        foreach (var file in files.OrderBy(file => file.LastWriteTimeUtc).Take(files.Length - size))
        {
            file.Delete();
        }
    }

    private string PathOf(string key) => Path.Combine(directory, key + ".json");
}
