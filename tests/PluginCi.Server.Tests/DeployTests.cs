using PluginCi.Storage;
using YamlDotNet.RepresentationModel;

namespace PluginCi.Server;

/// <summary>The manifests that people apply, as far as a file shows it. That a real API takes them, the tests of the Kubernetes plugin show.</summary>
public sealed class DeployTests
{
    [Fact]
    public void The_server_in_a_cluster_has_valid_settings_and_uses_the_database_beside_it()
    {
        var settings = Load("server.yaml").Single(document => Text(document, "kind") == "ConfigMap");
        var options = ServerOptionsReader.Parse(Text(settings, "data", "pluginci.yaml"), "server.yaml", "/");

        Assert.True(PostgresAddress.TryParse(options.Database!, out _));
        var address = new Uri(options.Database!);
        var database = Load("postgresql.yaml");
        Assert.Equal(address.Host, Text(database.Single(document => Text(document, "kind") == "Service"), "metadata", "name"));
        Assert.Equal(address.UserInfo, Variable(database, "POSTGRES_USER"));
        Assert.Equal(address.AbsolutePath[1..], Variable(database, "POSTGRES_DB"));
    }

    [Fact]
    public void No_password_is_in_a_manifest_and_both_sides_take_it_from_one_secret()
    {
        Assert.Equal("secret pluginci-postgresql password", Variable(Load("server.yaml"), "PGPASSWORD"));
        Assert.Equal("secret pluginci-postgresql password", Variable(Load("postgresql.yaml"), "POSTGRES_PASSWORD"));
        Assert.DoesNotContain(Load("postgresql.yaml").Concat(Load("server.yaml")), document => Text(document, "kind") == "Secret");
    }

    private static YamlNode[] Load(string manifest)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(SourceTree.PathTo("deploy", "kubernetes", manifest));
        stream.Load(reader);
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    private static string Text(YamlNode node, params string[] path) => ((YamlScalarNode)path.Aggregate(node, (inner, key) => inner[key])).Value!;

    /// <summary>What a variable of a container is, in whichever document has it; one from a secret is said as such.</summary>
    private static string Variable(IEnumerable<YamlNode> documents, string name)
    {
        var variable = documents.SelectMany(document => document.AllNodes).OfType<YamlMappingNode>()
            .Single(node => node.Children.TryGetValue("name", out var found) && found is YamlScalarNode { Value: var value } && value == name);
        return variable.Children.TryGetValue("value", out var plain)
            ? ((YamlScalarNode)plain).Value!
            : $"secret {Text(variable, "valueFrom", "secretKeyRef", "name")} {Text(variable, "valueFrom", "secretKeyRef", "key")}";
    }
}
