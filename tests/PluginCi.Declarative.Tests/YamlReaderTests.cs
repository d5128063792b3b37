using System.Text;

namespace PluginCi.Declarative;

/// <summary>Files that would cost much, and bytes that are no text.</summary>
public sealed class YamlReaderTests
{
    [Fact]
    public void Nesting_has_an_end()
    {
        Assert.Equal("PCI5004 lists and maps are nested deeper than 50", Problem("a: " + new string('[', 100_000)));
        Assert.Equal("PCI5004 lists and maps are nested deeper than 50", Problem(string.Concat(Enumerable.Range(0, 60).Select(depth => new string(' ', depth) + "a:\n"))));
    }

    [Fact]
    public void Aliases_cannot_make_much_of_little()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var number = 1; number < 20; number++)
        {
            var one = $"*a{number - 1}";
            bomb.Append($"a{number}: &a{number} [{string.Join(", ", Enumerable.Repeat(one, 9))}]\n");
        }

        Assert.Equal("PCI5004 the file has more than 100000 values, every alias counted as what it stands for", Problem(bomb.ToString()));
    }

    [Fact]
    public void Merges_cannot_make_much_of_little()
    {
        var keys = string.Join(", ", Enumerable.Range(0, 5_000).Select(number => $"k{number}: x"));

        Assert.StartsWith("PCI5004 ", Problem($"a: &a {{ {keys} }}\nb: {{ <<: [{string.Join(", ", Enumerable.Repeat("*a", 50_000))}] }}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_file_is_refused_before_it_is_read()
    {
        Assert.Equal("PCI5004 the file has 5000000 characters; 1000000 are allowed", Problem(new string('a', 5_000_000)));
        Assert.Equal("PCI5004", FileText.Decode("f", new byte[1_000_001]).Problem?.Id);
        Assert.NotNull(FileText.Decode("f", new byte[1_000_000]).Text);
    }

    [Fact]
    public void Of_very_many_errors_the_first_are_told()
    {
        var found = BlubberFile.Read("f", "version: v4\n" + string.Concat(Enumerable.Range(0, 20_000).Select(number => $"k{number}: x\n"))).Diagnostics;

        Assert.Equal(501, found.Length);
        Assert.Equal("f(2,1)", found[0].ToString().Split(':')[0]);
        Assert.Equal("f(0,0): error PCI5004: 19500 more messages are not shown", found[^1].ToString());
    }

    [Fact]
    public void What_is_not_UTF8_is_told_with_its_line()
    {
        var (text, problem) = FileText.Decode("f.yaml", [(byte)'a', (byte)'\n', (byte)'b', 0xff, (byte)'\n']);

        Assert.Null(text);
        Assert.Equal("f.yaml(2,0): error PCI5001: this line is not UTF-8; save the file as UTF-8", problem?.ToString());
    }

    [Fact]
    public void The_mark_of_UTF8_is_passed_over() => Assert.Equal("a: b", FileText.Decode("f", [0xef, 0xbb, 0xbf, .. "a: b"u8]).Text);

    [Fact]
    public void A_key_of_its_own_wins_over_a_merged_one_and_the_earlier_merged_over_the_later()
    {
        var map = Read("one: &one { a: 1, b: 1, c: 1 }\ntwo: &two { b: 2, d: 2 }\nall: { <<: [*two, *one], c: 3 }").Map("all")!;

        Assert.Equal(["c=3", "b=2", "d=2", "a=1"], map.Entries.Select(entry => $"{entry.Key}={((ScalarNode)entry.Value).Value}"));
    }

    [Theory]
    [InlineData("!!merge <<: *one")]
    [InlineData("!!merge : *one")]
    public void A_merge_may_say_by_its_tag_that_it_is_one(string merge) => Assert.Equal("{b: 2, a: 1}", NodeText.Draw(Read($"one: &one {{ a: 1 }}\nall:\n  {merge}\n  b: 2").Map("all")!));

    [Fact]
    public void Tags_of_a_format_are_told_where_it_has_them()
    {
        var findings = new Findings("f");
        var list = Assert.IsType<ListNode>(YamlReader.ReadAny("[!reference [a, b], !reference c]", findings, "!reference"));

        Assert.Empty(findings.InOrder());
        Assert.Equal(["!reference", "!reference"], list.Items.Select(item => item.Tag));
        Assert.All(list.Items, item => Assert.Equal("f", item.File));
        _ = YamlReader.Read("a: !reference c", findings);
        Assert.Equal("PCI5002", Assert.Single(findings.InOrder()).Id);
    }

    [Theory]
    [InlineData("yes", ScalarKind.Flag)]
    [InlineData("Off", ScalarKind.Flag)]
    [InlineData("'yes'", ScalarKind.Text)]
    [InlineData("!!str yes", ScalarKind.Text)]
    [InlineData("0x1F", ScalarKind.Number)]
    [InlineData("012", ScalarKind.Number)]
    [InlineData("1_000", ScalarKind.Number)]
    [InlineData("1.5", ScalarKind.Fraction)]
    [InlineData("1e5", ScalarKind.Fraction)]
    [InlineData("1.2.3", ScalarKind.Text)]
    [InlineData("~", ScalarKind.Nothing)]
    [InlineData("", ScalarKind.Nothing)]
    [InlineData("-", ScalarKind.Nothing)]
    public void A_value_without_quotes_has_a_kind(string written, object kind)
    {
        var value = Read($"a: {(written == "-" ? "\n  - " : written)}")["a"]!;

        Assert.Equal(kind, (value as ScalarNode ?? (ScalarNode)((ListNode)value).Items[0]).Type);
    }

    private static MapNode Read(string text)
    {
        var findings = new Findings("f");
        var map = YamlReader.Read(text, findings);
        Assert.Empty(findings.InOrder());
        return map!;
    }

    private static string Problem(string text)
    {
        var findings = new Findings("f");
        Assert.Null(YamlReader.Read(text, findings));
        var problem = Assert.Single(findings.InOrder());
        return $"{problem.Id} {problem.Text}";
    }
}
