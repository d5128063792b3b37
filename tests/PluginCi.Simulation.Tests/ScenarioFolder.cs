namespace PluginCi.Simulation;

/// <summary>Scenario files in a folder that goes with the test.</summary>
internal sealed class ScenarioFolder : IDisposable
{
    /// <summary>A gate of one project and two jobs, and a check pipeline.</summary>
    public const string Layout = """
        layout:
          pipelines:
            check: { manager: independent, on: [patchset, recheck, restored], success: +1, failure: -1 }
            gate: { manager: dependent, on: [approved], require: [approved], start-report: true, success: +2, failure: -2, submit: true }
            post: { manager: independent, on: [ref-updated] }
          jobs: { J1: {}, J2: {} }
          projects:
            P: { check: [J1], gate: [J1, J2], post: [J1] }
            Q: { queue: shared, check: [J1], gate: [J1, J2] }
            R: { queue: shared, gate: [J1] }

        """;

    /// <summary>Three changes of that project.</summary>
    public const string Changes = """
        changes:
          A: { project: P }
          B: { project: P }
          C: { project: P }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-scenarios-").FullName;

    public string PathOf(string name) => Path.Combine(_folder, name);

    public string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Plays a text; what comes back names the file <c>s.yaml</c>, without a folder.</summary>
    public static string Play(string text, bool fromJournal = false)
    {
        using var folder = new ScenarioFolder();
        var result = ScenarioRunner.Play(folder.Write("s.yaml", text), new ScenarioOptions { FromJournal = fromJournal });
        return result.ToString().Replace(folder._folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    /// <summary>Plays steps of the usual layout and changes.</summary>
    public static string PlaySteps(string steps, bool fromJournal = false) => Play(Layout + Changes + steps, fromJournal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
