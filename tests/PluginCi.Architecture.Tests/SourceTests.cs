using System.Text.RegularExpressions;

namespace PluginCi.Architecture;

/// <summary>What no source file of the product may hold.</summary>
public sealed class SourceTests
{
    private const int MostLines = 400;

    [Fact]
    public void No_file_is_longer_than_four_hundred_lines()
    {
        var tooLong = Tree.Files("*.cs", "core", "dsl", "stdlib-pipelines", "plugins", "tests")
            .Where(file => File.ReadLines(file).Count() > MostLines)
            .Select(Tree.Relative);
        Assert.Empty(tooLong);
    }

    [Theory]
    [InlineData("core", "dsl", "plugins", @"\bDateTime(Offset)?\.(Utc)?Now\b", "take the time from a TimeProvider")]
    [InlineData("core", "dsl", "plugins", @"\bThread\.Sleep\b", "wait for an event, or use Task.Delay with a TimeProvider")]
    [InlineData("core", "dsl", "plugins", @"\bnew Random\b|\bRandom\.Shared\b", "take chance from the caller")]
    [InlineData("core", "dsl", "plugins", @"\bAssembly\.LoadFrom\b", "plugins are loaded by PluginCi.PluginHost in a context of their own")]
    [InlineData("core/PluginCi.Gate", "core/PluginCi.Gate", "core/PluginCi.Gate", @"\basync\b|\bTask\b|\bFile\.|\bILogger\b|\bTimeProvider\b|\bGuid\.NewGuid\b", "the gate is pure: no I/O, clock, chance, logging or async")]
    public void Product_code_avoids(string first, string second, string third, string pattern, string instead)
    {
        var found = new[] { first, second, third }.Distinct()
            .SelectMany(folder => Tree.Files("*.cs", folder))
            .SelectMany(file => File.ReadLines(file)
                .Select((line, index) => (line, place: $"{Tree.Relative(file)}({index + 1})"))
                .Where(line => !line.line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Regex.IsMatch(line.line, pattern))
                .Select(line => line.place))
            .ToArray();
        Assert.True(found.Length == 0, $"Found /{pattern}/ in {string.Join(", ", found)}: {instead}.");
    }
}
