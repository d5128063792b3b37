using System.CommandLine;

namespace PluginCi.Cli;

/// <summary><c>pluginci demo</c>: shows the main job on real repositories.</summary>
internal static class DemoCommand
{
    private static readonly Option<bool> Once = new("--once") { Description = "End when every change has ended; without it the server stays up with its pages." };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document instead of tables." };

    private static readonly Option<string?> Directory = new("--dir")
    {
        Description = "Keep everything under this folder: bare repositories in git/NAME.git, the server's data in data/. A demo that was interrupted goes on there. "
            + "Default: .demo in this folder; with --once a folder that is removed at the end.",
    };

    public static Command Create()
    {
        var command = new Command(
            "demo",
            "Makes the repositories of a small wiki site, starts a server, lets developers push and approve changes at once, and shows the gate at work.\n\nExample: pluginci demo --once --dir /tmp/demo")
        {
            Once, Json, Directory,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(Once), parsed.GetValue(Json), parsed.GetValue(Directory), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(bool isOnce, bool isJson, string? directory, CancellationToken cancellationToken)
    {
        var isScratch = directory is null && isOnce;
        var folder = Path.GetFullPath(directory ?? (isOnce ? System.IO.Directory.CreateTempSubdirectory("pluginci-demo-").FullName : ".demo"));
        try
        {
            var site = DemoSite.Open(folder);
            return await new DemoRun(site, isOnce, isJson).RunAsync(cancellationToken) ? ExitCode.Ok : ExitCode.Failed;
        }
        catch (DemoException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return isOnce ? ExitCode.Failed : ExitCode.Ok;
        }
        finally
        {
            if (isScratch)
            {
                System.IO.Directory.Delete(folder, recursive: true);
            }
        }
    }
}
