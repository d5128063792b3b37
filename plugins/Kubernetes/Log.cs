using Microsoft.Extensions.Logging;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>What the plugin logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The watch of pods in namespace {Namespace} is broken and is taken up again: {Message}")]
    public static partial void WatchBroken(ILogger logger, string @namespace, string message);

    [LoggerMessage(2, LogLevel.Warning, "Pod {Pod} of namespace {Namespace} could not be removed and is tried again: {Message}")]
    public static partial void PodStays(ILogger logger, string pod, string @namespace, string message);

    [LoggerMessage(3, LogLevel.Information, "Pod {Pod} of namespace {Namespace} is removed: nobody asked for it in {Time}.")]
    public static partial void PodRemoved(ILogger logger, string pod, string @namespace, TimeSpan time);

    [LoggerMessage(4, LogLevel.Warning, "Pods that nobody asks for could not be looked for in namespace {Namespace}: {Message}")]
    public static partial void SweepFailed(ILogger logger, string @namespace, string message);
}
