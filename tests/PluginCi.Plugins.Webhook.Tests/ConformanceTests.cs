using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Webhook;

public sealed class ConformanceTests
{
    public static TheoryData<string> Checks => [.. NotifierConformance.ForNotifiers.Select(check => check.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task The_contract_is_kept(string check)
    {
        await using var scene = await WebhookScene.SetAsync();
        var receiver = scene.Receiver;
        await NotifierConformance.Find(check).RunAsync(new NotifierSubject(
            scene.Notifier,
            () => Task.FromResult(receiver.Messages),
            receiver.SetAwayAsync,
            isSilent =>
            {
                receiver.SetSilent(isSilent);
                return Task.CompletedTask;
            }));
    }
}
