using System.CommandLine;
using System.CommandLine.Help;
using PluginCi.Cli;
using PluginCi.Dsl.Hosting;

Terminal.Prepare();

// Not a RootCommand: that one calls itself after the assembly, people type the wrapper's name.
var root = new Command("pluginci", "PluginCI tests changes on top of each other and merges exactly what passed.")
{
    new HelpOption(),
    new VersionOption(),
    UpCommand.Create(),
    DemoCommand.Create(),
    InitCommand.Create(),
    ImportCommand.Create(),
    PlanCommand.Create(),
    CheckCommand.Create(),
    BlubberCommand.Create(),
    SchemaCommand.Create(),
    RunCommand.Create(),
    BenchCommand.Create(),
    ExplainCommand.Create(),
    ReplayCommand.Create(),
    BisectCommand.Create(),
    ChangeCommands.Create(),
    JobsCommand.Create(),
    PluginCommands.Create(),
    ExecutorCommands.Create(),
    EnvironmentsCommand.Create(),
    ScenarioCommands.Create(),
    SimulateCommand.Create(),
};
foreach (var command in OperatorCommands.Create())
{
    root.Add(command);
}

var parsed = root.Parse(args);
try
{
    var status = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? ExitCode.Usage : status;
}
catch (EvaluationException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return ExitCode.Failed;
}
catch (OperationCanceledException)
{
    return ExitCode.Failed;
}
