using PluginCi.Model;

namespace PluginCi.Import;

/// <summary>Regular expressions of paths and branches as globs.</summary>
public sealed class RegexGlobsTests
{
    [Theory]
    [InlineData("^master$", "master")]
    [InlineData("^REL1_43", "REL1_43**")]
    [InlineData("debian/.*", "debian/**")]
    [InlineData(@".*\.pp$", "**.pp")]
    [InlineData("^(master|main)$", "master main")]
    [InlineData(@"^wmf/\d\.\d{2}$", "wmf/?.??")]
    [InlineData(@"^x\d{1,2}$", "x? x??")]
    [InlineData("^[Rr]akefile$", "Rakefile rakefile")]
    [InlineData("^a(?:bc)?$", "a abc")]
    [InlineData("(?!^REL)", "!REL**")]
    public void What_globs_can_say_they_say(string expression, string expected) => Assert.Equal(expected.Split(' '), RegexGlobs.Convert(expression)!);

    [Theory]
    [InlineData("(?!^REL|^wip)")]
    [InlineData("a(?=b)")]
    [InlineData("a*b")]
    [InlineData(@"\bword")]
    [InlineData("(a")]
    [InlineData("[a")]
    [InlineData("a$b")]
    [InlineData("/etc/.*")]
    [InlineData(@"x{1,99}")]
    public void What_globs_cannot_say_they_do_not(string expression) => Assert.Null(RegexGlobs.Convert(expression));

    [Theory]
    [InlineData(@"^src/.*\.(js|ts)$", "src/a/b.ts")]
    [InlineData(@"^.*\.php$", "includes/Defines.php")]
    [InlineData(@"(\.rubocop|.*\.gemspec$|Gemfile)", "Gemfile.lock")]
    [InlineData(@".*([Rr]akefile|/spec/)", "lib/spec/a.rb")]
    public void What_the_expression_takes_the_globs_take_too(string expression, string path)
    {
        Assert.Matches($"^(?:{expression})", path);
        Assert.Contains(RegexGlobs.Convert(expression)!, glob => Glob.IsMatch(glob, path));
    }
}
