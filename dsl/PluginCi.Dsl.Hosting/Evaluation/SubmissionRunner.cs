using System.Reflection;
using System.Runtime.Loader;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>Runs a compiled script for its value.</summary>
internal static class SubmissionRunner
{
    public static (object? Value, Diagnostic? Failure) Run(byte[] image, string entry)
    {
        var context = new AssemblyLoadContext("script", isCollectible: true);
        try
        {
            var assembly = context.LoadFromStream(new MemoryStream(image));
            var factory = assembly.GetTypes()
                .Select(type => type.GetMethod("<Factory>", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
                .OfType<MethodInfo>()
                .Single();
            var submission = (Task<object>)factory.Invoke(null, [new object?[2]])!;
            return (submission.GetAwaiter().GetResult(), null);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is not null)
        {
            return (null, Describe(exception.InnerException, entry));
        }
#pragma warning disable CA1031 // The script may throw anything; it is the script's trouble, and told as such.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return (null, Describe(exception, entry));
        }
        finally
        {
            context.Unload();
        }
    }

    private static Diagnostic Describe(Exception exception, string entry) =>
        new(entry, 0, 0, DiagnosticSeverity.Error, "PCI2204", $"the script failed while it was evaluated: {exception.GetType().Name}: {exception.Message}");
}
