using System.Text.Json;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Webhook;

/// <summary>What is posted; the README describes it. <c>Text</c> alone says everything, as chats with incoming webhooks show that.</summary>
internal sealed record Payload
{
    public int Version { get; init; } = 1;

    public required string Key { get; init; }

    public required string Text { get; init; }

    public required string Kind { get; init; }

    public required string Pipeline { get; init; }

    public required string Project { get; init; }

    public required string Branch { get; init; }

    public required string? Change { get; init; }

    public required int Patchset { get; init; }

    public required string Subject { get; init; }

    public required string Message { get; init; }

    public required string Url { get; init; }

    public static byte[] Write(Notification notification) => JsonSerializer.SerializeToUtf8Bytes(
        new Payload
        {
            Key = notification.Key,
            Text = TextOf(notification),
            Kind = JsonNamingPolicy.KebabCaseLower.ConvertName(notification.Kind.ToString()),
            Pipeline = notification.Pipeline,
            Project = notification.Project.Value,
            Branch = notification.Branch,
            Change = notification.Change?.Value,
            Patchset = notification.Patchset,
            Subject = notification.Subject,
            Message = notification.Text,
            Url = notification.Url.AbsoluteUri,
        },
        JsonSerializerOptions.Web);

    // Anybody writes subjects. In chats they must neither call everybody nor hide where a link leads.
    private static string Calm(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("@", "@\u200b", StringComparison.Ordinal);

    private static string TextOf(Notification notification)
    {
        var what = notification.Change is { } change ? $" {change}{(notification.Subject.Length > 0 ? $" \"{notification.Subject}\"" : "")}" : "";
        return $"{Calm($"{notification.Project} ({notification.Branch}){what}: {notification.Text}")}\n{notification.Url.AbsoluteUri}";
    }
}
