using System.Collections.Immutable;
using System.Diagnostics;

namespace PluginCi.Declarative;

/// <summary>Writes what a builder does.</summary>
internal static class BuilderWriter
{
    /// <summary>Its files and commands.</summary>
    public static void Write(Builder builder, DockerfileText text)
    {
        if (builder is PythonBuilder { IsOn: false })
        {
            return;
        }

        WriteRequirements(builder.Requirements.OrEmpty(), text);
        switch (builder)
        {
            case NodeBuilder node:
                WriteNode(node, text);
                break;
            case PhpBuilder { Requirements: { IsEmpty: false } } php:
                text.Run(DockerfileText.Command("composer install", php.Production is true ? ["--no-scripts", "--no-dev"] : ["--no-scripts"]));
                break;
            case PhpBuilder:
                break;
            case PythonBuilder python:
                PythonWriter.Write(python, text);
                break;
            case CustomBuilder custom:
                WriteCustom(custom, text);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>What it adds at the end of the image.</summary>
    public static void WriteLast(Builder builder, DockerfileText text)
    {
        if (builder is NodeBuilder node && (node.Env.Length > 0 || !node.Requirements.OrEmpty().IsEmpty))
        {
            text.Variable("NODE_ENV", node.Env);
        }

        if (builder is PythonBuilder { IsOn: true, NoDependencies: true, Poetry.Version: "" } python)
        {
            text.Run(DockerfileText.Command(python.Version, "-m", "pip", "check"));
        }
    }

    // Files of one origin that go to one place are one instruction, in the order in which origin and place are seen first.
    private static void WriteRequirements(ImmutableArray<Artifact> requirements, DockerfileText text)
    {
        foreach (var group in requirements.GroupBy(artifact => artifact.From).SelectMany(origin => origin.GroupBy(artifact => artifact.CleanDestination)))
        {
            var all = group.First() with { Exclude = [.. group.SelectMany(artifact => artifact.Exclude)] };
            text.Copy(all, group.Select(artifact => artifact.CleanSource), group.Key, isOwned: true);
        }
    }

    private static void WriteNode(NodeBuilder node, DockerfileText text)
    {
        if (node.Requirements.OrEmpty().IsEmpty)
        {
            return;
        }

        var isProduction = node.Env == "production";
        text.Run(DockerfileText.Command(node.UsesCi is true ? "npm ci" : "npm install", isProduction ? ["--only=production"] : []));
        if (isProduction)
        {
            text.Run(node.MayFailToDedupe is true ? DockerfileText.Command("npm dedupe || echo %s", "WARNING: npm dedupe failed, continuing anyways") : "npm dedupe");
        }
    }

    private static void WriteCustom(CustomBuilder custom, DockerfileText text)
    {
        var options = string.Concat([.. custom.Mounts.OrEmpty().Select(OptionOf), .. custom.Caches.OrEmpty().Select(OptionOf)]);
        if (custom.Script.Length > 0)
        {
            text.Script(options, custom.Script.StartsWith("#!", StringComparison.Ordinal) ? custom.Script : $"#!/bin/sh\n{custom.Script}");
        }
        else if (custom.Command is [var only] && only.TrimEnd('\n').Contains('\n', StringComparison.Ordinal))
        {
            text.Script(options, only);
        }
        else if (custom.Command is [var program, .. var arguments])
        {
            text.Run(options + DockerfileText.Command(program.TrimEnd('\n'), arguments));
        }
    }

    private static string OptionOf(BuildMount mount) =>
        "--mount=type=bind"
        + (mount.From == Artifact.Local ? "" : $",from={mount.From}")
        + (mount.Source.Length == 0 ? "" : $",source={mount.Source}")
        + $",target={mount.Destination.Or(".")},rw ";

    private static string OptionOf(BuildCache cache) =>
        $"--mount=type=cache,id={cache.Id.Or(cache.Destination)},target={cache.Destination},sharing={cache.Access.Or("shared")},uid=$LIVES_UID,gid=$LIVES_GID ";
}
