using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PluginCi.Server;
using PluginCi.Storage;

namespace PluginCi.Cli;

/// <summary><c>pluginci up</c>: runs the server.</summary>
internal static class UpCommand
{
    private static readonly Option<string?> Config = new("--config")
    {
        Description = "The settings. Default: pluginci.yaml in this folder when it is there; without a file all settings have their defaults.",
    };

    private static readonly Option<bool> StopWithInput = new("--stop-with-input")
    {
        Description = "Stop when standard input ends: for programs that start a server for themselves.",
    };

    public static Command Create()
    {
        var command = new Command("up", "Starts the server and stays until it is stopped.\n\nExample: pluginci up --config /etc/pluginci/pluginci.yaml") { Config, StopWithInput };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(Config), parsed.GetValue(StopWithInput), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? config, bool stopsWithInput, CancellationToken cancellationToken)
    {
        try
        {
            var options = FindFile(config) is { } file ? ServerOptionsReader.Read(file) : new ServerOptions();
            await using var server = await ServerHost.BuildAsync(options, cancellationToken);
            await server.StartAsync(cancellationToken);
            var address = server.Services.GetRequiredService<ServerAddress>();
            await Console.Out.WriteLineAsync($"PluginCI is up at {address.Url}");
            if (stopsWithInput)
            {
                var lifetime = server.Services.GetRequiredService<IHostApplicationLifetime>();
                _ = Task.Run(() => StopWithInputAsync(lifetime), CancellationToken.None);
            }

            await server.WaitForShutdownAsync(cancellationToken);
            var taken = server.Services.GetRequiredService<Database>().WhenTaken;
            if (!taken.IsCompleted)
            {
                // What a part of it died of stands in its log.
                return server.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(part => part.ExecuteTask is { IsFaulted: true }) ? ExitCode.Failed : ExitCode.Ok;
            }

            await Console.Error.WriteLineAsync(await taken);
        }
        catch (ServerOptionsException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
        }
        catch (ServerStartException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
        }

        return ExitCode.Failed;
    }

    private static async Task StopWithInputAsync(IHostApplicationLifetime lifetime)
    {
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        lifetime.StopApplication();
    }

    private static string? FindFile(string? config) =>
        config ?? (File.Exists(ServerOptionsReader.FileName) ? ServerOptionsReader.FileName : null);
}
