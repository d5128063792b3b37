using System.Reflection;
using System.Xml.Linq;
using Microsoft.Extensions.Logging;

namespace PluginCi.Server;

public sealed class OptionsTests
{
    private const string Full = """
        listen: http://127.0.0.1:9000
        url: https://ci.example.org
        data: state
        database: postgresql://ci@db.example.org:5433/ci?sslmode=verify-full
        config-project: site
        config-branch: trunk
        plugins:
          off: [sandbox]
          settings:
            git:
              repositories: /srv/git
              deep: { count: 3, ratio: 1.5, quoted: "3", on: true, none: ~, list: [a, b] }
        secrets: { upload: { file: keys/upload }, deploy: { env: DEPLOY_KEY } }
        recipes: [/]
        reconcile-interval: 90s
        artifacts-kept: 2d
        caches-size: 3GiB
        dependencies-size: 4GiB
        log-level: debug
        log-console: false
        """;

    [Fact]
    public void An_empty_file_gives_the_defaults()
    {
        foreach (var text in new[] { "", "# nothing\n", "---\n" })
        {
            var options = ServerOptionsReader.Parse(text, "pluginci.yaml", "/srv");
            Assert.Equal(new Uri("http://127.0.0.1:8080"), options.Listen);
            Assert.Equal(TimeSpan.FromMinutes(1), options.ReconcileInterval);
            Assert.Equal("config", options.ConfigProject);
        }
    }

    [Fact]
    public void Every_setting_is_read()
    {
        var options = ServerOptionsReader.Parse(Full, "pluginci.yaml", "/srv");
        Assert.Equal(new Uri("http://127.0.0.1:9000"), options.Listen);
        Assert.Equal(new Uri("https://ci.example.org"), options.Url);
        Assert.Equal("/srv/state", options.Data);
        Assert.Equal("postgresql://ci@db.example.org:5433/ci?sslmode=verify-full", options.Database);
        Assert.Equal("site", options.ConfigProject);
        Assert.Equal("trunk", options.ConfigBranch);
        Assert.Equal("/", Assert.Single(options.Recipes));
        Assert.Equal(["deploy", "upload"], options.Secrets.Keys);
        Assert.Contains("the file /srv/keys/upload cannot be read", Assert.Throws<PluginCi.Scheduler.SecretException>(() => options.Secrets["upload"].Read("upload")).Message, StringComparison.Ordinal);
        Assert.Contains("the environment variable DEPLOY_KEY of the server is empty or not set", Assert.Throws<PluginCi.Scheduler.SecretException>(() => options.Secrets["deploy"].Read("deploy")).Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(90), options.ReconcileInterval);
        Assert.Equal(TimeSpan.FromDays(2), options.ArtifactsKept);
        Assert.Equal(3L << 30, options.CachesSize);
        Assert.Equal(4L << 30, options.DependenciesSize);
        Assert.Equal(LogLevel.Debug, options.LogLevel);
        Assert.False(options.LogConsole);
        Assert.Equal("sandbox", Assert.Single(options.Plugins.Off));
        Assert.Equal(
            """{"repositories":"/srv/git","deep":{"count":3,"ratio":1.5,"quoted":"3","on":true,"none":null,"list":["a","b"]}}""",
            options.Plugins.Settings["git"].GetRawText());
    }

    [Theory]
    [InlineData("listne: x", "pluginci.yaml(1,1): error PCI3001: 'listne' is not a setting. Known ones are listen, url, data, database, config-project, config-branch, plugins, secrets, recipes, reconcile-interval, artifacts-kept, caches-size, dependencies-size, stop-grace, warm-evaluators, log-level, log-console.")]
    [InlineData("plugins:\n  folders: [a]", "pluginci.yaml(2,3): error PCI3001: 'folders' is not a setting in 'plugins'. Known ones are directories, off, settings.")]
    [InlineData("data: [a]", "pluginci.yaml(1,7): error PCI3003: 'data' must be a text that is not empty, found a list.")]
    [InlineData("plugins: x", "pluginci.yaml(1,10): error PCI3003: 'plugins' must be a mapping, found a text or an empty value.")]
    [InlineData("\nreconcile-interval: soon", "pluginci.yaml(2,21): error PCI3004: 'reconcile-interval' is 'soon', expected a time from 1s to 1d such as 30s, 5m or 1h.")]
    [InlineData("recipes: [nowhere]", "pluginci.yaml(1,10): error PCI3004: The folder of recipe libraries /srv/nowhere does not exist. Make it, or take it out of 'recipes'.")]
    [InlineData("secrets: { upload: the-value-itself }", "pluginci.yaml(1,20): error PCI3004: 'secrets.upload' does not say where its value is. Expected env: NAME or file: PATH.")]
    [InlineData("secrets: { upload: { env: A, file: b } }", "pluginci.yaml(1,20): error PCI3004: 'secrets.upload' must say one of env: NAME and file: PATH.")]
    [InlineData("stop-grace: 2d", "pluginci.yaml(1,13): error PCI3004: 'stop-grace' is '2d', expected a time from 0s to 1d such as 90s or 20m.")]
    [InlineData("warm-evaluators: 17", "pluginci.yaml(1,18): error PCI3004: 'warm-evaluators' is '17', expected a number from 0 to 16.")]
    [InlineData("dependencies-size: 0GiB", "pluginci.yaml(1,20): error PCI3004: 'dependencies-size' is '0GiB', expected a number of GiB, 1GiB or more, such as 50GiB.")]
    [InlineData("caches-size: 20", "pluginci.yaml(1,14): error PCI3004: 'caches-size' is '20', expected a number of GiB, 1GiB or more, such as 50GiB.")]
    [InlineData("artifacts-kept: 5m", "pluginci.yaml(1,17): error PCI3004: 'artifacts-kept' is '5m', expected a time of 1h or more such as 12h or 30d.")]
    [InlineData("reconcile-interval: 5ms", "pluginci.yaml(1,21): error PCI3004: 'reconcile-interval' is '5ms', expected a time from 1s to 1d such as 30s, 5m or 1h.")]
    [InlineData("database: postgresql://ci:secret@db/ci", "pluginci.yaml(1,11): error PCI3004: 'database' is no address of PostgreSQL. Expected an address such as postgresql://pluginci@db.example.org/pluginci, without a password (that is for PGPASSFILE or PGPASSWORD); after a ? it may have host, port, sslmode, sslrootcert, sslcert, sslkey and passfile, parted by &.")]
    [InlineData("log-level: loud", "pluginci.yaml(1,12): error PCI3004: 'log-level' is 'loud', expected one of trace, debug, information, warning, error, critical.")]
    [InlineData("url: ftp://x", "pluginci.yaml(1,6): error PCI3004: 'url' is 'ftp://x', expected an http or https address without a path, such as https://ci.example.org.")]
    [InlineData("plugins: { directories: [/does/not/exist] }", "pluginci.yaml(1,25): error PCI3004: The plugin folder /does/not/exist does not exist. Make it, or take it out of 'plugins.directories'.")]
    public void A_mistake_is_shown_with_its_place_and_what_was_expected(string text, string expected)
    {
        var exception = Assert.Throws<ServerOptionsException>(() => ServerOptionsReader.Parse(text, "pluginci.yaml", "/srv"));
        Assert.Equal(expected, exception.Message);
    }

    [Theory]
    [InlineData("https://127.0.0.1:1")]
    [InlineData("http://example.org:80")]
    [InlineData("http://127.0.0.1:1/path")]
    [InlineData("8080")]
    public void What_cannot_be_listened_on_is_refused(string listen) =>
        Assert.Contains("PCI3004: 'listen'", Assert.Throws<ServerOptionsException>(() => ServerOptionsReader.Parse($"listen: {listen}", "pluginci.yaml", "/")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a: [")]
    [InlineData("data: a\ndata: b")]
    [InlineData("- a")]
    [InlineData("just text")]
    public void What_is_not_a_mapping_of_settings_is_refused(string text) =>
        Assert.Contains("error PCI3002:", Assert.Throws<ServerOptionsException>(() => ServerOptionsReader.Parse(text, "pluginci.yaml", "/")).Message, StringComparison.Ordinal);

    [Fact]
    public void All_mistakes_are_shown_at_once_in_the_order_of_the_file()
    {
        var exception = Assert.Throws<ServerOptionsException>(() => ServerOptionsReader.Parse("log-level: loud\nurl: x\nnope: 1", "pluginci.yaml", "/"));
        Assert.Equal([1, 2, 3], exception.Diagnostics.Select(diagnostic => diagnostic.Line));
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_diagnostic() =>
        Assert.StartsWith("/does/not/exist.yaml(0,0): error PCI3005:", Assert.Throws<ServerOptionsException>(() => ServerOptionsReader.Read("/does/not/exist.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_reference_page_names_every_setting_with_its_default()
    {
        var page = File.ReadAllText(SourceTree.PathTo("docs", "reference", "pluginci.yaml.md"));
        var documented = page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]);
        Assert.Equal(
            ServerOptionsReader.Keys.SelectMany(key => key == "plugins" ? ServerOptionsReader.PluginKeys.Select(inner => $"plugins.{inner}") : [key]),
            documented);
        var defaults = new ServerOptions();
        foreach (var value in new[] { defaults.Listen.OriginalString, defaults.Data, defaults.ConfigProject, defaults.ConfigBranch, "1m", "information", "true" })
        {
            Assert.Contains($"| `{value}` |", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_option_documents_its_key()
    {
        var xml = XDocument.Load(Path.ChangeExtension(typeof(ServerOptions).Assembly.Location, ".xml"));
        var summaries = string.Concat(xml.Descendants("member")
            .Where(member => member.Attribute("name")!.Value.StartsWith("P:PluginCi.Server.ServerOptions.", StringComparison.Ordinal))
            .Select(member => member.Element("summary")!.Value));
        Assert.All(ServerOptionsReader.Keys, key => Assert.Contains(key, summaries, StringComparison.Ordinal));
        Assert.Equal(typeof(ServerOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Length, ServerOptionsReader.Keys.Length);
    }

    [Fact]
    public void Every_diagnostic_is_documented()
    {
        var page = File.ReadAllText(SourceTree.PathTo("docs", "reference", "diagnostics-server.md"));
        Assert.All(ServerDiagnostics.All, id => Assert.Contains($"## {id}\n", page, StringComparison.Ordinal));
    }
}
