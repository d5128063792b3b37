using System.Globalization;
using System.Text;
using PluginCi.Plugin;
using static PluginCi.Plugins.ShellText;

namespace PluginCi.Plugins.Ssh;

/// <summary>Writes the two files that the driver runs a build by.</summary>
internal static class BuildProgram
{
    private const int BlockBytes = 512;

    // For the marks of the driver, besides what steps print.
    private const int MarkBytes = 64 << 10;
    private const int BytesOfAMark = 200;

    /// <summary>The file <c>job</c>: what the driver keeps to.</summary>
    /// <param name="request">The build.</param>
    /// <param name="secret">What its marks carry, so that nothing a step prints by chance is taken for one.</param>
    /// <param name="path">The variable PATH of its steps.</param>
    public static string Job(BuildRequest request, string secret, string path)
    {
        var job = request.Job;
        var kept = job.Limits.OutputBytes + MarkBytes + (BytesOfAMark * job.Steps.Length);
        return string.Create(CultureInfo.InvariantCulture, $"""
            steps={job.Steps.Length}
            seconds={Math.Ceiling(job.TimeLimit.TotalSeconds)}
            disk={job.Limits.DiskBytes / 1024}
            blocks={job.Limits.DiskBytes / BlockBytes}
            kept={kept / BlockBytes}
            processes={job.Limits.Processes}
            memory={job.Limits.MemoryBytes / 1024}
            secret={secret}
            path={Quote(path)}

            """);
    }

    /// <summary>The file <c>program</c>, which is given the number of a step, the folder of the build, the limit of any one file and that of processes. Values of variables stand in it alone, and in no argument.</summary>
    public static string Program(BuildRequest request)
    {
        var text = new StringBuilder("ulimit -f \"$3\"\n(ulimit -u \"$4\") 2> /dev/null && ulimit -u \"$4\" || ulimit -p \"$4\"\n");
        foreach (var (name, value) in request.Environment.Where(variable => variable.Key is not ("PATH" or "HOME" or "LANG" or "LC_ALL")))
        {
            text.Append(CultureInfo.InvariantCulture, $"export {name}={Quote(value)}\n");
        }

        foreach (var (name, path) in request.PathVariables)
        {
            text.Append(CultureInfo.InvariantCulture, $"export {name}=\"$2\"/workspace/{Quote(path)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"cd \"$2\"/workspace/{Quote(request.StartIn)} || exit 126\ncase $1 in\n");
        for (var index = 0; index < request.Job.Steps.Length; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{index}) exec {CommandOf(request.Job.Steps[index])} ;;\n");
        }

        return text.Append("esac\n").ToString();
    }
}
