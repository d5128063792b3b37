using System.Runtime.InteropServices;
using System.Text;

namespace PluginCi.Plugins.Git.Review;

/// <summary>Makes a repository ready to take pushes for review. Doing it again repairs it.</summary>
internal static class HostedRepository
{
    /// <summary>Creates the repository where it is missing, and sets its configuration and hooks.</summary>
    /// <param name="folder">Where the repositories are.</param>
    /// <param name="project">The project.</param>
    /// <param name="hookProgram">The assembly of the hook program.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="IOException">The folder cannot be written, or git failed.</exception>
    public static async Task SetUpAsync(ReviewFolder folder, string project, string hookProgram, CancellationToken cancellationToken)
    {
        var repository = folder.RepositoryOf(project);
        if (!Directory.Exists(repository))
        {
            await CreateAsync(folder, project, cancellationToken);
        }

        Repair(folder, project, hookProgram);
    }

    // Made elsewhere and moved to its place whole: who is killed meanwhile leaves no half of a repository.
    private static async Task CreateAsync(ReviewFolder folder, string project, CancellationToken cancellationToken)
    {
        var half = Path.Combine(folder.HalfRepositories, $"{Uri.EscapeDataString(project)}.{Environment.ProcessId}");
        var repository = folder.RepositoryOf(project);
        Directory.CreateDirectory(half);
        await new RepositoryGit(half).RunAsync(["init", "--quiet", "--bare", "--template=", "--initial-branch=main"], cancellationToken);
        Directory.CreateDirectory(Path.GetDirectoryName(repository)!);
        Directory.Move(half, repository);
    }

    /// <summary>Sets the configuration and the hooks of a repository that is there. Only writes files, and only those that differ.</summary>
    /// <param name="folder">Where the repositories are.</param>
    /// <param name="project">The project.</param>
    /// <param name="hookProgram">The assembly of the hook program.</param>
    /// <exception cref="IOException">A file cannot be written, or git has just locked the configuration.</exception>
    /// <exception cref="UnauthorizedAccessException">A file belongs to somebody else.</exception>
    public static void Repair(ReviewFolder folder, string project, string hookProgram)
    {
        var repository = folder.RepositoryOf(project);
        Configure(Path.Combine(repository, "config"));
        var start = $"exec {Quote(FindDotnet())} {Quote(hookProgram)}";
        var place = $"--repositories {Quote(folder.Repositories)} --project {Quote(project)}";
        Write(Path.Combine(repository, "hooks", "proc-receive"), $"{start} receive {place}\n");

        // Starting a program for every push for review would double its time; only branches and new tags matter here.
        Write(
            Path.Combine(repository, "hooks", "post-receive"),
            "moved=\nwhile read -r old new ref; do\n  case \"$ref\" in\n"
            + "    refs/heads/*) moved=\"$moved ${ref#refs/heads/}\";;\n"
            + "    refs/tags/*) case \"$new\" in *[!0]*) moved=\"$moved ${ref#refs/tags/}:$old:$new\";; esac;;\n  esac\ndone\n"
            + $"if [ -n \"$moved\" ]; then\n{start} moved {place} -- $moved\nfi\n");
    }

    // Only the hook writes patchsets; hidden from pushes they cannot be overwritten by one.
    private static void Configure(string config)
    {
        var before = File.Exists(config) ? File.ReadAllText(config) : "";
        if (before.Contains("procReceiveRefs", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        // Git's own protocol: who makes the lock file may replace the configuration by it.
        var locked = $"{config}.lock";
        using (var file = new StreamWriter(new FileStream(locked, FileMode.CreateNew)))
        {
            file.Write($"{before.TrimEnd('\n')}\n[receive]\n\tprocReceiveRefs = refs/for\n\tadvertisePushOptions = true\n\thideRefs = refs/changes\n");
        }

        File.Move(locked, config, overwrite: true);
    }

    private static void Write(string file, string body)
    {
        var text = $"#!/bin/sh\n# Written by PluginCI, and written again when its server starts.\n{body}";
        if (!File.Exists(file) || File.ReadAllText(file, Encoding.UTF8) != text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var temporary = $"{file}.{Environment.ProcessId}";
            File.WriteAllText(temporary, text);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary, (UnixFileMode)0b111_101_101);
            }

            File.Move(temporary, file, overwrite: true);
        }
    }

    // A push over ssh has another PATH than the server.
    private static string FindDotnet()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var file = Path.Combine(root, "dotnet");
        return File.Exists(file) ? file : "dotnet";
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
