using System.CommandLine;
using PluginCi.Cli;

Terminal.Prepare();
var root = new RootCommand("PluginCI tests changes on top of each other and merges exactly what passed.")
{
    UpCommand.Create(),
    DemoCommand.Create(),
    PlanCommand.Create(),
    RunCommand.Create(),
    ChangeCommands.Create(),
    PluginCommands.Create(),
    ScenarioCommands.Create(),
};
var parsed = root.Parse(args);
var status = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCode.Usage : status;
