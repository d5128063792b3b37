using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>Runs a compiled script for its value.</summary>
internal static class SubmissionRunner
{
    public static (object? Value, Diagnostic? Failure) Run(CompiledScript script, string entry)
    {
        var (value, failure) = Run(script.Assembly!, symbols: null, script.References);
        return failure is null ? (value, null) : (null, Describe(failure, script, entry));
    }

    private static (object? Value, Exception? Failure) Run(byte[] image, byte[]? symbols, References references)
    {
        var context = new AssemblyLoadContext("script", isCollectible: true);
        context.Resolving += (_, name) => references.FindLibrary(name.Name) is { } path ? context.LoadFromAssemblyPath(path) : null;
        try
        {
            var assembly = context.LoadFromStream(new MemoryStream(image), symbols is null ? null : new MemoryStream(symbols));
            var factory = assembly.GetTypes()
                .Select(type => type.GetMethod("<Factory>", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
                .OfType<MethodInfo>()
                .Single();
            var submission = (Task<object>)factory.Invoke(null, [new object?[2]])!;
            return (submission.GetAwaiter().GetResult(), null);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is not null)
        {
            return (null, exception.InnerException);
        }
#pragma warning disable CA1031 // The script may throw anything; it is the script's trouble, and told as such.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return (null, exception);
        }
        finally
        {
            context.Unload();
        }
    }

    private static Diagnostic Describe(Exception failure, CompiledScript script, string entry)
    {
        if (failure is ScriptMistake mistake)
        {
            return script.Places.Locate(new Finding(new Diagnostic(entry, 0, 0, DiagnosticSeverity.Error, mistake.Id, mistake.Message), mistake.Word));
        }

        // Symbols cost time that only a script that fails is worth; it has no effects, so that it fails again in the same way.
        var (image, symbols) = script.EmitWithSymbols();
        var frame = Run(image, symbols, script.References).Failure is { } again ? new StackTrace(again, fNeedFileInfo: true).GetFrames().FirstOrDefault(found => found.GetFileName() is not null && found.GetFileLineNumber() > 0) : null;
        return new Diagnostic(
            frame?.GetFileName() ?? entry, frame?.GetFileLineNumber() ?? 0, frame?.GetFileColumnNumber() ?? 0, DiagnosticSeverity.Error, "PCI2204", $"the script failed while it was evaluated: {failure.GetType().Name}: {failure.Message}");
    }
}
