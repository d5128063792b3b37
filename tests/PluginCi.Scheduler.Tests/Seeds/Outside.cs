using Microsoft.Data.Sqlite;
using PluginCi.Model;
using PluginCi.Simulation;
using PluginCi.Storage;

namespace PluginCi.Scheduler.Seeds;

/// <summary>What outlives a server: repositories, reviews, those who hear reports, and the server's folder.</summary>
internal sealed class Outside : IDisposable
{
    /// <summary>How often the server looks at everything.</summary>
    public static readonly TimeSpan Round = TimeSpan.FromMinutes(5);

    public static readonly ProjectBranch Config = new(new ProjectName("config"), "main");

    // Making the tables takes longer than many a run.
    private static readonly Lazy<byte[]> EmptyDatabase = new(MakeEmptyDatabase);

    public Outside(ulong seed)
    {
        Dice = new Dice(seed);
        Weather = new Weather(Dice);
        Evidence = new Evidence(Git);
        Folder = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"pluginci-seed-{Guid.NewGuid():N}")).FullName;
        File.WriteAllBytes(DatabaseFile, EmptyDatabase.Value);
        Trace = new Trace(Folder);
        WriteSite(SiteSketches.Draw(Dice));
        foreach (var project in SiteSketches.Projects)
        {
            Git.Push(new ProjectBranch(project, "main"), "Start", (SiteSketches.Script, SiteSketches.DrawScript(Dice)));
        }
    }

    public Dice Dice { get; }

    public Weather Weather { get; }

    public Trace Trace { get; }

    public ModelGit Git { get; } = new();

    public ModelReviews Reviews { get; } = new();

    public Audience Audience { get; } = new();

    public Evidence Evidence { get; }

    public string Folder { get; }

    public string DatabaseFile => Path.Combine(Folder, "gate.sqlite");

    public void WriteSite(SitePlan site)
    {
        Evidence.Sites.Add(site);
        Git.Push(Config, $"Site {Evidence.Sites.Count}", (PipelineFiles.Site, ModelJson.Write(site)));
    }

    public void Dispose()
    {
        LetGo(DatabaseFile);
        Directory.Delete(Folder, recursive: true);
    }

    private static byte[] MakeEmptyDatabase()
    {
        var folder = Directory.CreateTempSubdirectory("pluginci-seed-");
        var file = Path.Combine(folder.FullName, "empty.sqlite");
        Database.Open(file).DisposeAsync().AsTask().GetAwaiter().GetResult();
        LetGo(file);
        var bytes = File.ReadAllBytes(file);
        folder.Delete(recursive: true);
        return bytes;
    }

    // Only the connections to this file: clearing all pools would take them from the runs beside it.
    private static void LetGo(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString());
        SqliteConnection.ClearPool(connection);
    }
}
