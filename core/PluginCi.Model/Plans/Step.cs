using System.Text.Json.Serialization;

namespace PluginCi.Model;

/// <summary>One command of a job.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ShellStep), "sh")]
[JsonDerivedType(typeof(ScriptStep), "script")]
[JsonDerivedType(typeof(ImageStep), "image")]
public abstract record Step;

/// <summary>A command line for <c>/bin/sh -e</c>.</summary>
/// <param name="Command">The command line; may have several lines.</param>
public sealed record ShellStep(string Command) : Step;

/// <summary>A file of the repository that is run as a program.</summary>
/// <param name="Path">The file, relative to the folder the job runs in, below it; it must be executable.</param>
public sealed record ScriptStep(string Path) : Step;
