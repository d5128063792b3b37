using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>Remembers responses by the hash of everything they follow from: the request and the assemblies that evaluate it.</summary>
internal sealed class PlanCache(string directory)
{
    private static readonly string Evaluator = string.Join(
        ' ', new[] { typeof(Ci), typeof(Pipelines.Python), typeof(ScriptRunner), typeof(Plan) }.Select(type => type.Module.ModuleVersionId.ToString("N")));

    private readonly ConcurrentDictionary<string, EvaluationResponse> _memory = new();

    public static string KeyOf(EvaluationRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Evaluator} {Environment.Version} {ModelJson.Write(request)}")));

    public EvaluationResponse? Find(string key)
    {
        if (_memory.TryGetValue(key, out var known))
        {
            return known;
        }

        try
        {
            return _memory[key] = ModelJson.Read<EvaluationResponse>(File.ReadAllText(PathOf(key)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            // Not there, or torn by whoever empties the folder: it is made again.
            return null;
        }
    }

    public void Keep(string key, EvaluationResponse response)
    {
        _memory[key] = response;
        Directory.CreateDirectory(directory);
        var whole = Path.Combine(directory, Path.GetRandomFileName());
        File.WriteAllText(whole, ModelJson.Write(response));
        File.Move(whole, PathOf(key), overwrite: true);
    }

    private string PathOf(string key) => Path.Combine(directory, key + ".json");
}
