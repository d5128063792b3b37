using Microsoft.Data.Sqlite;
using PluginCi.Plugins.Git.Hook;
using PluginCi.Plugins.Git.Review;

if (HookArguments.Parse(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(HookArguments.Usage);
    return 2;
}

var folder = new ReviewFolder(arguments.Repositories);
var project = arguments.Names[0];
try
{
    switch (arguments.Verb)
    {
        case "init":
            return await InitAsync();
        case "moved":
            await new MovedRefs(ReviewStore.Open(folder, TimeProvider.System), new RepositoryGit(folder.RepositoryOf(project)), project)
                .RecordAsync([.. arguments.Names.Skip(1)], default);
            Wake.TrySend(folder);
            return 0;
        default:
            return await ReceiveAsync();
    }
}
catch (Exception e) when (e is IOException or SqliteException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"The push could not be recorded, and nothing of it was: {e.Message}");
    return 1;
}

async Task<int> InitAsync()
{
    if (ReviewFolder.FindNameObstacle(project) is { } obstacle)
    {
        await Console.Error.WriteLineAsync(obstacle);
        return 2;
    }

    await HostedRepository.SetUpAsync(folder, project, Path.Combine(AppContext.BaseDirectory, "PluginCi.Plugins.Git.Hook.dll"), default);
    ReviewStore.Open(folder, TimeProvider.System);
    await Console.Out.WriteLineAsync(folder.RepositoryOf(project));
    return 0;
}

async Task<int> ReceiveAsync()
{
    await using var input = Console.OpenStandardInput();
    await using var output = Console.OpenStandardOutput();
    var store = ReviewStore.Open(folder, TimeProvider.System);
    var pusher = Environment.GetEnvironmentVariable("REMOTE_USER") is { Length: > 0 } user ? user : null;
    var recorder = new PushRecorder(store, new RepositoryGit(folder.RepositoryOf(project)), project, pusher);
    var teller = new PushTeller(folder, store, Console.Error);
    var follower = new ChangeFollower(store, Console.Error, TimeProvider.System, store.Read(session => session.FindLastComment()));
    await new ProcReceive(new PacketLines(input, output), recorder, teller, follower).RunAsync(default);
    return 0;
}
