using CliWrap;
using CliWrap.Buffered;

namespace PluginCi.Systems;

/// <summary>The product as <c>./pluginci</c> built and published it, run as its users run it.</summary>
internal static class Product
{
    public static string Program { get; } = FindProgram();

    public static Command Command(params string[] arguments) =>
        Cli.Wrap("dotnet").WithArguments([Program, .. arguments]).WithValidation(CommandResultValidation.None);

    public static async Task<BufferedCommandResult> RunAsync(params string[] arguments) =>
        await Command(arguments).ExecuteBufferedAsync(new CancellationTokenSource(TimeSpan.FromMinutes(5)).Token);

    private static string FindProgram()
    {
        var program = SourceTree.PathTo("artifacts", "app", "PluginCi.Cli.dll");
        return File.Exists(program) ? program : throw new FileNotFoundException($"{program} is missing; these tests run the published product: use ./pluginci test.");
    }
}
