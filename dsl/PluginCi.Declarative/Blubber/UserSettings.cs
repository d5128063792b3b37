namespace PluginCi.Declarative;

/// <summary>A user of an image, and the folder it is in.</summary>
/// <param name="As">The name; empty where none is said.</param>
/// <param name="Uid">The user's number; 0 where none is said, so that nobody can ask for root.</param>
/// <param name="Gid">The group's number; 0 where none is said.</param>
/// <param name="In">The folder; empty where none is said.</param>
internal sealed record UserSettings(string As, long Uid, long Gid, string In)
{
    public static readonly UserSettings None = new("", 0, 0, "");

    public UserSettings With(UserSettings later) =>
        new(later.As.Or(As), later.Uid != 0 ? later.Uid : Uid, later.Gid != 0 ? later.Gid : Gid, later.In.Or(In));
}
