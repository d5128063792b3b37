using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace PluginCi.Systems;

/// <summary>Runs all tests of all projects and groups on the tips of the branches, as their own scripts define them.</summary>
internal static class BranchTips
{
    public static async Task CheckAsync(string repositories)
    {
        using var tips = new ScratchFolder();
        foreach (var repository in Directory.GetDirectories(repositories, "*.git"))
        {
            await ScratchFolder.GitAsync(tips.Path, "clone", "--quiet", repository, Path.GetFileNameWithoutExtension(repository));
        }

        var site = await PlanAsync(tips.PathTo("config"));
        var projects = site.GetProperty("projects").EnumerateArray().Select(project => project.GetProperty("name").GetString()!).ToArray();
        Assert.Equal(5, projects.Length);
        foreach (var project in projects)
        {
            // In the sandbox, as the server ran them.
            var run = await Product.RunAsync("run", "--dir", tips.PathTo(project));
            Assert.True(run.ExitCode == 0, $"The tip of {project} fails:\n{run.StandardOutput}{run.StandardError}");
        }

        var commands = site.GetProperty("groups").EnumerateArray()
            .SelectMany(group => group.GetProperty("jobs").EnumerateArray())
            .SelectMany(job => job.GetProperty("steps").EnumerateArray())
            .Select(step => step.GetProperty("command").GetString()!).ToArray();
        Assert.Equal(3, commands.Length);
        foreach (var command in commands)
        {
            var run = await Cli.Wrap("sh").WithArguments(["-c", command]).WithWorkingDirectory(tips.Path).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
            Assert.True(run.IsSuccess, $"`{command}` fails on the tips:\n{run.StandardOutput}{run.StandardError}");
        }
    }

    private static async Task<JsonElement> PlanAsync(string folder)
    {
        var planned = await Product.RunAsync("plan", folder, "--json");
        Assert.True(planned.ExitCode == 0, planned.StandardError);
        return JsonSerializer.Deserialize<JsonElement>(planned.StandardOutput);
    }
}
