using System.Net.Http.Json;
using System.Text.Json;

namespace PluginCi.Server;

public sealed class OpenApiTests
{
    private static readonly string[] Operations =
    [
        "get /api/builds/{id}",
        "get /api/builds/{id}/artifacts/{artifact}/{path}",
        "get /api/builds/{id}/frozen",
        "get /api/builds/{id}/log",
        "get /api/builds/{id}/sources/{project}",
        "get /api/changes",
        "get /api/changes/{connection}/{number}",
        "get /api/changes/{connection}/{number}/explanation",
        "get /api/environments",
        "get /api/environments/{name}",
        "get /api/events",
        "get /api/executors",
        "get /api/freezes",
        "get /api/health",
        "get /api/jobs",
        "get /api/plugins",
        "get /api/queues",
        "get /api/quotas",
        "get /api/tests",
        "post /api/changes/{connection}/{number}/abandon",
        "post /api/changes/{connection}/{number}/approve",
        "post /api/changes/{connection}/{number}/recheck",
        "post /api/changes/{connection}/{number}/restore",
        "post /api/dequeue",
        "post /api/enqueue",
        "post /api/executors/{name}/drain",
        "post /api/executors/{name}/resume",
        "post /api/freeze",
        "post /api/promote",
        "post /api/thaw",
    ];

    [Fact]
    public async Task The_document_describes_every_endpoint_with_a_summary_and_its_answers()
    {
        await using var server = await TestServer.StartAsync();
        var document = await server.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        Assert.StartsWith("3.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name} {path.Name}", operation.Value)))
            .ToArray();
        Assert.Equal(Operations, operations.Select(operation => operation.Name).Order(StringComparer.Ordinal));
        Assert.All(operations, operation =>
        {
            Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!);
            Assert.Contains(operation.Value.GetProperty("responses").EnumerateObject(), response => response.Name is "200" or "204");
        });
    }

    [Fact]
    public async Task Every_reference_in_the_document_leads_somewhere()
    {
        await using var server = await TestServer.StartAsync();
        var text = await server.GetAsync("/openapi/v1.json");
        var schemas = JsonDocument.Parse(text).RootElement.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => schema.Name).ToArray();
        var references = text.Split("\"$ref\": \"#/components/schemas/").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]).Distinct().ToArray();
        Assert.NotEmpty(references);
        Assert.Empty(references.Except(schemas));
        Assert.Contains("What it waits for before it may enter a queue", text, StringComparison.Ordinal);
    }
}
