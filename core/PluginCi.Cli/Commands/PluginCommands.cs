using System.CommandLine;
using System.Text.Json;
using PluginCi.Model;
using PluginCi.Plugins;
using Spectre.Console;

namespace PluginCi.Cli;

/// <summary><c>pluginci plugin</c>: shows the installed plugins, and begins new ones.</summary>
internal static class PluginCommands
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };

    public static Command Create()
    {
        var list = new Command("list", "Loads every installed plugin and shows how it is.\n\nExample: pluginci plugin list --json") { Json };
        list.SetAction((parsed, cancellationToken) => ListAsync(parsed.GetValue(Json), cancellationToken));
        return new Command("plugin", "Looks after plugins.\n\nExample: pluginci plugin list") { list, PluginNewCommand.Create() };
    }

    private static async Task<int> ListAsync(bool isJson, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("pluginci-plugins-").FullName;
        try
        {
            await using var host = await Installation.LoadPluginsAsync(scratch, cancellationToken);
            Print(host.Plugins, isJson);
            return host.Plugins.All(plugin => plugin.Health is PluginHealth.Healthy or PluginHealth.Off) ? ExitCode.Ok : ExitCode.Failed;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static void Print(IReadOnlyList<PluginStatus> plugins, bool isJson)
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(plugins, ModelJson.Indented));
            return;
        }

        var table = new Table().AddColumns("id", "version", "contract", "capabilities", "health", "");
        foreach (var plugin in plugins)
        {
            table.AddRow(
                Markup.Escape(plugin.Id),
                Markup.Escape(plugin.Version),
                Markup.Escape(plugin.Contract),
                Markup.Escape(string.Join(", ", plugin.Capabilities)),
                plugin.Health switch
                {
                    PluginHealth.Healthy => "[green]healthy[/]",
                    PluginHealth.Off => "off",
                    PluginHealth.Unhealthy => "[red]unhealthy[/]",
                    PluginHealth.Refused => "[red]refused[/]",
                },
                Markup.Escape(plugin.Message));
        }

        AnsiConsole.Write(table);
    }
}
