using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>Writes the Dockerfile of variants that are put together already.</summary>
internal static class DockerfileWriter
{
    // What the compiler that wrote Dockerfiles said of itself: images keep their labels.
    private const string CompilerVersion = "0.23.0+";

    /// <summary>Writes a stage for each variant; the last is the one that is wanted.</summary>
    public static string Write(ImmutableArray<Variant> stages)
    {
        var text = new DockerfileText();
        foreach (var stage in stages)
        {
            Write(stage, text);
            text.EmptyLine();
        }

        text.Labels(KeyValuePair.Create("blubber.variant", stages[^1].Name), KeyValuePair.Create("blubber.version", CompilerVersion));
        return text.ToString();
    }

    private static void Write(Variant stage, DockerfileText text)
    {
        if (stage.Base.Length == 0)
        {
            text.From("scratch", stage.Name);
            WriteCopies(stage, text, isOwned: false);
            WriteEntryPoint(stage, text);
            return;
        }

        WriteAsRoot(stage, text);
        WriteAsOwner(stage, text);
        foreach (var builder in stage.AllBuilders)
        {
            BuilderWriter.Write(builder, text);
        }

        WriteCopies(stage, text, isOwned: true);
        WriteAsRunner(stage, text);
    }

    private static void WriteAsRoot(Variant stage, DockerfileText text)
    {
        text.From(stage.Base, stage.Name);
        text.User("0");
        text.Variable("HOME", "/root");
        foreach (var (name, value) in stage.Arguments)
        {
            text.Argument(name, value);
        }

        AptWriter.Write(stage.Apt, text);
        WriteUser("LIVES", stage.Lives, text, MakeFolder(stage.Lives.In), MakeFolder(Artifact.Libraries));
        WriteUser("RUNS", stage.Runs, text);
    }

    private static void WriteUser(string prefix, UserSettings user, DockerfileText text, params ImmutableArray<string> more)
    {
        var (name, uid, gid) = ($"{prefix}_AS", $"{prefix}_UID", $"{prefix}_GID");
        text.Argument(name, user.As);
        text.Argument(uid, user.Uid);
        text.Argument(gid, user.Gid);
        text.Run(
        [
            $"(getent group \"${gid}\" || groupadd -o -g \"${gid}\" -r \"${name}\")",
            $"(getent passwd \"${uid}\" || useradd -l -o -m -d \"/home/${name}\" -r -g \"${gid}\" -u \"${uid}\" \"${name}\")",
            .. more,
        ]);
    }

    private static string MakeFolder(string path) => $"mkdir -p {GoText.Quote(path)} && chown \"$LIVES_UID\":\"$LIVES_GID\" {GoText.Quote(path)}";

    private static void WriteAsOwner(Variant stage, DockerfileText text)
    {
        text.User("$LIVES_UID");
        text.Variable("HOME", $"/home/{stage.Lives.As}");
        text.Folder(stage.Lives.In);
        if (!stage.Environment.IsEmpty)
        {
            text.Variables(stage.Environment);
        }
    }

    private static void WriteCopies(Variant stage, DockerfileText text, bool isOwned)
    {
        foreach (var copy in stage.Copies.SelectMany(copy => copy.Expand(stage.Lives.In)))
        {
            text.Copy(copy, [copy.Source], copy.Destination, isOwned);
        }
    }

    private static void WriteAsRunner(Variant stage, DockerfileText text)
    {
        if (stage.Insecurely is not true)
        {
            text.User("$RUNS_UID");
            text.Variable("HOME", "/home/$RUNS_AS");
        }

        foreach (var builder in stage.AllBuilders)
        {
            BuilderWriter.WriteLast(builder, text);
        }

        if (stage.Runs.In.Length > 0)
        {
            text.Folder(stage.Runs.In);
        }

        WriteEntryPoint(stage, text);
    }

    private static void WriteEntryPoint(Variant stage, DockerfileText text)
    {
        if (stage.EntryPoint is { IsEmpty: false } command)
        {
            text.EntryPoint(command);
        }
    }
}
