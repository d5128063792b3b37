using PluginCi.Model;

namespace PluginCi.Declarative;

/// <summary>What is told of Blubber files, each error with its place, all at once.</summary>
public sealed class BlubberFileTests
{
    [Theory]
    [InlineData("", "PCI5002|PCI5005", "(0,0)", "the file is empty")]
    [InlineData("- a", "PCI5005", "(1,1)", "the file must be a map, found a list")]
    [InlineData("version: v4\nbase: [", "PCI5002", "(3,", "not YAML")]
    [InlineData("version: v4\nruns:\n\tas: me", "PCI5002", "(3,1)", "this line is indented by a tab; use spaces")]
    [InlineData("version: v4\nversion: v4", "PCI5003", "(2,1)", "'version' is there already, in line 1")]
    [InlineData("version: v4\nbase: &a [*a]", "PCI5002", "(2,", "'*a' stands inside of what it names")]
    [InlineData("version: v4\nbase: *a", "PCI5002", "(2,7)", "there is no '&a' before '*a'")]
    [InlineData("version: v4\n--- {}", "PCI5005", "(2,1)", "a second YAML document")]
    [InlineData("version: v4\n[a]: b", "PCI5005", "(2,1)", "a key must be a text, found a list")]
    [InlineData("version: v4\nbase: !x y", "PCI5002", "(2,7)", "the tag '!x' is not known")]
    [InlineData("base: a/b", "PCI5007", "(1,1)", "the key 'version' is missing of the file")]
    [InlineData("version: 4", "PCI5005", "(1,10)", "'version' must be a text (in quotes")]
    [InlineData("version: v3", "PCI5101", "(1,10)", "the version 'v3' is not supported; v4 is")]
    [InlineData("version: v4\nbass: a/b", "PCI5006", "(2,1)", "'bass' is not a key of the file; known are base, ")]
    [InlineData("version: v4\nruns: { on: x }", "PCI5006", "(2,9)", "'on' is not a key of 'runs'; known are as, uid, gid, in, environment, insecurely")]
    [InlineData("version: v4\napt: { packages: [git, 5] }", "PCI5005", "(2,24)", "'apt.packages[1]' must be a text (in quotes where it looks like a number, or like true or false), found the number 5")]
    [InlineData("version: v4\napt: { packages: [Git] }", "PCI5008", "(2,19)", "'apt.packages[0]' is 'Git', expected a Debian package")]
    [InlineData("version: v4\napt: { packages: { '1': [git] } }", "PCI5008", "(2,20)", "the name '1' in 'apt.packages' is not a Debian release's")]
    [InlineData("version: v4\napt: { sources: [{ url: 'ftp://x' }] }", "PCI5008", "(2,25)", "expected an address that begins with http:// or https://")]
    [InlineData("version: v4\napt: { sources: [{ distribution: x }] }", "PCI5007", "(2,18)", "the key 'url' is missing of 'apt.sources[0]'")]
    [InlineData("version: v4\napt: { proxies: ['x'] }", "PCI5008", "(2,18)", "'apt.proxies[0]' is 'x'")]
    [InlineData("version: v4\nlives: { in: app }", "PCI5008", "(2,14)", "expected a folder that begins with /")]
    [InlineData("version: v4\nlives: { in: / }", "PCI5008", "(2,14)", "is not / itself")]
    [InlineData("version: v4\nlives: { as: root }", "PCI5008", "(2,14)", "root is not allowed")]
    [InlineData("version: v4\nlives: { uid: -1 }", "PCI5008", "(2,15)", "expected a number of 0 or more")]
    [InlineData("version: v4\nlives: { uid: '1' }", "PCI5005", "(2,15)", "'lives.uid' must be a whole number")]
    [InlineData("version: v4\nruns: { environment: { A: b } }", "PCI5008", "(2,24)", "the name 'A' in 'runs.environment' is not a variable's")]
    [InlineData("version: v4\nruns: { environment: { AB: 1 } }", "PCI5005", "(2,28)", "found the number 1")]
    [InlineData("version: v4\nruns: { insecurely: 'true' }", "PCI5005", "(2,21)", "must be true or false, found the text 'true'")]
    [InlineData("version: v4\nnode: { env: a-b }", "PCI5008", "(2,14)", "'node.env' is 'a-b', expected letters and digits only")]
    [InlineData("version: v4\npython: { poetry: { version: '1.0' } }", "PCI5008", "(2,30)", "expected versions such as ==1.8.2")]
    [InlineData("version: v4\nbase: 'a b'", "PCI5008", "(2,7)", "'base' is 'a b', expected an image")]
    [InlineData("version: v4\nbuilder: { caches: [{ destination: /x, access: mine }] }", "PCI5008", "(2,48)", "expected shared, locked or private")]
    [InlineData("version: v4\nbuilder: { caches: [{ id: x }] }", "PCI5007", "(2,21)", "the key 'destination' is missing")]
    [InlineData("version: v4\nbuilder: { command: [a], script: b }", "PCI5105", "(2,10)", "'builder' has a command and a script")]
    [InlineData("version: v4\nbuilder: { requirements: [../x] }", "PCI5008", "(2,27)", "takes '../x', expected a path inside of the repository")]
    [InlineData("version: v4\nbuilder: { requirements: [x, x] }", "PCI5104", "(2,30)", "has the same files twice")]
    [InlineData("version: v4\nbuilders: [{ node: {}, php: {} }]", "PCI5105", "(2,12)", "has 2 keys; exactly one of custom, node, php and python")]
    [InlineData("version: v4\nbuilders: [{ node: {} }, { node: {} }]", "PCI5105", "(2,28)", "has 'node' twice")]
    [InlineData("version: v4\nbuilders: [{ ruby: {} }]", "PCI5006", "(2,14)", "'ruby' is not a key of 'builders[0]'")]
    [InlineData("version: v4\nvariants: { ab: {} }", "PCI5008", "(2,13)", "the name 'ab' in 'variants' is not a variant's")]
    [InlineData("version: v4\nvariants: { one: }", "PCI5005", "(2,", "'variants.one' must be a map, found nothing")]
    [InlineData("version: v4\nvariants: { one: { copies: two } }", "PCI5005", "(2,28)", "'variants.one.copies' must be a list, found the text 'two'")]
    [InlineData("version: v4\nvariants: { one: { copies: [local, { from: local, source: a, destination: b }] } }", "PCI5005", "(2,29)", "mixes names and maps")]
    [InlineData("version: v4\nvariants: { one: { copies: [{ source: a }] } }", "PCI5007", "(2,29)", "the key 'from' is missing")]
    [InlineData("version: v4\nvariants: { one: { copies: [{ from: local, destination: a }] } }", "PCI5007", "(2,29)", "the key 'source' is missing")]
    [InlineData("version: v4\nvariants: { one: { copies: ['Two Three'] } }", "PCI5008", "(2,29)", "expected local, a variant or an image")]
    [InlineData("version: v4\nvariants: { one: { copies: [local, local] } }", "PCI5104", "(2,36)", "has the same files twice")]
    [InlineData("version: v4\nvariants: { one: { includes: [two] } }", "PCI5102", "(2,31)", "there is no variant 'two'; known are one")]
    [InlineData("version: v4\nvariants: { one: { includes: [one] } }", "PCI5103", "(2,13)", "the variant 'one' needs a circle: one → one")]
    public void An_error_is_told_with_its_place(string text, string ids, string place, string words)
    {
        var diagnostic = Assert.Single(BlubberFile.Read("b.yaml", text).Diagnostics);

        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Contains(diagnostic.Id, ids, StringComparison.Ordinal);
        Assert.StartsWith($"b.yaml{place}", diagnostic.ToString(), StringComparison.Ordinal);
        Assert.Contains(words, diagnostic.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_told_in_the_order_of_the_file()
    {
        var file = BlubberFile.Read("b.yaml", """
            version: v4
            bass: x
            lives: { in: app, uid: none }
            variants:
              one: { includes: [two], copies: one }
            """);

        Assert.Equal(["2 PCI5006", "3 PCI5008", "3 PCI5005", "5 PCI5102", "5 PCI5005"], file.Diagnostics.Select(found => $"{found.Line} {found.Id}"));
        Assert.False(file.IsGood);
        Assert.Throws<InvalidOperationException>(() => file.ToDockerfile("one"));
    }

    [Fact]
    public void A_key_that_was_known_once_is_warned_of_and_not_built()
    {
        var file = BlubberFile.Read("b.yaml", "version: v4\nvariants: { one: { python: { use-system-flag: true } } }");

        Assert.Equal(
            ["b.yaml(2,30): warning PCI5010: 'variants.one.python.use-system-flag' is not a key any more; Blubber has stopped to build what has it; take it out"],
            file.Diagnostics.Select(found => found.ToString()));
        Assert.True(file.IsGood);
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(file.Obstacles).Severity);
        Assert.Throws<InvalidOperationException>(() => file.ToDockerfile("one"));
    }

    [Fact]
    public void Builders_of_one_s_own_and_of_what_is_included_exclude_each_other()
    {
        var file = BlubberFile.Read("b.yaml", "version: v4\nnode: { env: test }\nvariants:\n  one: { builders: [{ php: {} }] }");

        Assert.Equal("b.yaml(4,3): error PCI5105: the variant 'one' has 'builders' and 'node', of its own or of what it includes; move 'node' into 'builders'", Assert.Single(file.Diagnostics).ToString());
    }

    [Fact]
    public void A_circle_of_copies_is_told_to_everyone_who_needs_it()
    {
        var file = BlubberFile.Read("b.yaml", "version: v4\nvariants:\n  one: { copies: [two] }\n  two: { copies: [one] }\n  three: { copies: [one] }\n  four: {}");

        Assert.Equal(["one → two → one", "two → one → two", "one → two → one"], file.Diagnostics.Select(found => found.Text.Split(": ")[1]));
        Assert.All(file.Diagnostics, found => Assert.Equal("PCI5103", found.Id));
    }

    [Fact]
    public void A_variant_that_there_is_not_is_told_with_those_there_are()
    {
        var file = BlubberFile.Read("b.yaml", "version: v4\nvariants: { one: {}, two: {} }");

        Assert.Equal("b.yaml(0,0): error PCI5102: there is no variant 'tow'; known are one, two", file.Unknown("tow").ToString());
        Assert.Throws<ArgumentException>(() => file.ToDockerfile("tow"));
    }

    [Fact]
    public void A_file_has_so_many_variants_and_no_more()
    {
        var file = BlubberFile.Read("b.yaml", "version: v4\nvariants:\n" + string.Concat(Enumerable.Range(0, 501).Select(number => $"  v{number}x: {{}}\n")));

        Assert.Equal("PCI5004", Assert.Single(file.Diagnostics).Id);
    }
}
