namespace PluginCi.Systems;

/// <summary>What <c>--help</c> says of each command, and what the page says.</summary>
public sealed class HelpTests
{
    [Fact]
    public async Task Every_command_is_on_the_page_with_the_example_of_its_help()
    {
        var found = new List<(string Command, string Example)>();
        foreach (var command in await CommandsOfAsync())
        {
            var inner = await CommandsOfAsync(command);
            foreach (var path in inner.Length == 0 ? [[command]] : inner.Select(name => new[] { command, name }))
            {
                found.Add((string.Join(' ', path), await ExampleOfAsync(path)));
            }
        }

        Assert.Equal(
            MarkdownPage.Read("docs/reference/commands.md").Rows().Select(cells => (cells[0], cells[^1].TrimEnd(' ', '|').Trim('`'))).Order(),
            found.Order());
    }

    [Fact]
    public async Task The_readme_names_commands_that_there_are()
    {
        var known = await CommandsOfAsync();
        var named = MarkdownPage.Read("README.md").Rows().Select(cells => cells[0].Split(' ')[1]).ToArray();

        Assert.Equal(known.Append("test").Order(), named.Order());
    }

    [Fact]
    public async Task A_command_that_there_is_not_is_a_mistake_of_the_caller()
    {
        var ended = await Product.RunAsync("gate");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("'gate'", ended.StandardError, StringComparison.Ordinal);
    }

    private static async Task<string> HelpOfAsync(params string[] command)
    {
        var help = await Product.RunAsync([.. command, "--help"]);
        Assert.Equal(0, help.ExitCode);
        return help.StandardOutput;
    }

    private static async Task<string[]> CommandsOfAsync(params string[] command)
    {
        var help = await HelpOfAsync(command);
        var start = help.IndexOf("\nCommands:\n", StringComparison.Ordinal);
        return start < 0
            ? []
            : [.. help[start..].Split('\n').Where(line => line.Length > 2 && line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0])];
    }

    private static async Task<string> ExampleOfAsync(string[] command)
    {
        const string mark = "Example: ";
        var help = await HelpOfAsync(command);
        Assert.Contains(mark, help, StringComparison.Ordinal);
        return help.Split('\n').First(line => line.Contains(mark, StringComparison.Ordinal)).Split(mark)[1].Trim();
    }
}
