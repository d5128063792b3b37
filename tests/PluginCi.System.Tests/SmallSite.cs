using System.Text.Json;

namespace PluginCi.Systems;

/// <summary>A site of one project, <c>hello</c>, hosted by the plugin, with a clone of it and the settings of its server.</summary>
internal static class SmallSite
{
    /// <param name="scratch">Where all of it is.</param>
    /// <param name="settings">More lines of <c>pluginci.yaml</c>.</param>
    /// <param name="script">The script of the project.</param>
    /// <param name="files">Its other files.</param>
    public static async Task FoundAsync(ScratchFolder scratch, string settings, string script, params (string Path, string Text)[] files)
    {
        scratch.Write("pluginci.yaml", $"listen: http://127.0.0.1:0\n{settings}plugins:\n  settings:\n    git:\n      repositories: {scratch.PathTo("git")}\n");
        scratch.Write("config/site.csx", "#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n\nreturn Site(Repository(\"hello\"));\n");
        scratch.Write("hello/.pipeline/pipeline.csx", script);
        foreach (var (path, text) in files)
        {
            scratch.Write($"hello/{path}", text);
        }

        foreach (var project in new[] { "config", "hello" })
        {
            await ScratchFolder.GitAsync(scratch.Path, "init", "--quiet", "--bare", "--initial-branch=main", scratch.PathTo("git", $"{project}.git"));
            await ScratchFolder.GitAsync(scratch.PathTo(project), "init", "--quiet", "--initial-branch=main");
            await ScratchFolder.GitAsync(scratch.PathTo(project), "remote", "add", "origin", scratch.PathTo("git", $"{project}.git"));
            await PushAsync(scratch.PathTo(project), "HEAD:main", "Start");
        }
    }

    /// <summary>Commits all that is in a clone, and pushes it.</summary>
    public static async Task PushAsync(string clone, string to, string subject)
    {
        await ScratchFolder.GitAsync(clone, "add", "--all");
        await ScratchFolder.GitAsync(clone, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", subject);
        await ScratchFolder.GitAsync(clone, "push", "--quiet", "origin", to);
    }

    /// <summary>Waits until its first change has a status. A command is taken by the review system at once; the server hears of it a moment later, and tells who asks.</summary>
    /// <returns>The change, as <c>pluginci change show --json</c> tells it.</returns>
    public static Task<JsonElement> WaitForAsync(string url, string status) => WaitForAsync(url, status, _ => true);

    /// <summary>The same, until it also looks as wanted.</summary>
    public static async Task<JsonElement> WaitForAsync(string url, string status, Func<JsonElement, bool> isWanted)
    {
        var limit = RunningProduct.Soon;
        while (true)
        {
            var shown = await Product.RunAsync("change", "show", "1", "--json", "--server", url);
            if (shown.ExitCode == 0
                && JsonSerializer.Deserialize<JsonElement>(shown.StandardOutput) is var change
                && change.GetProperty("change").GetProperty("status").GetString() == status
                && isWanted(change))
            {
                return change;
            }

            Assert.False(limit.IsCancellationRequested, $"It never is {status}: {shown.StandardOutput}{shown.StandardError}");
        }
    }
}
