using System.Text.RegularExpressions;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Environments;

/// <summary>Gets images of registries with skopeo, which compares their parts with their digests.</summary>
internal static partial class ImageCopy
{
    /// <summary>Gets one.</summary>
    /// <param name="plan">The image.</param>
    /// <param name="to">Where to, as skopeo names it.</param>
    /// <param name="folder">Where it may keep what it needs in between.</param>
    /// <param name="settings">Which registries may be asked, and how.</param>
    /// <param name="tell">Takes what is printed, line by line.</param>
    /// <param name="givenUp">Ends it.</param>
    /// <exception cref="EnvironmentException">It is not allowed, or there is no such image.</exception>
    /// <exception cref="OutsideException">It is not to be had now.</exception>
    public static Task RunAsync(ImagePlan plan, string to, string folder, EnvironmentSettings settings, Action<string> tell, CancellationToken givenUp)
    {
        settings.RequireAllowed(plan);
        return CallAsync(plan, ["skopeo", .. settings.RegistriesOptions, "copy", .. settings.CredentialsOptions, $"docker://{ImageNames.WithoutTag(plan.Reference)}", to], folder, tell, givenUp);
    }

    /// <summary>Runs a program that helps to get an image, to its end.</summary>
    /// <param name="plan">The image.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="folder">Where it may keep what it needs in between.</param>
    /// <param name="tell">Takes what is printed, line by line.</param>
    /// <param name="givenUp">Ends it.</param>
    /// <exception cref="EnvironmentException">It failed, and the declaration is at fault.</exception>
    /// <exception cref="OutsideException">It failed for another reason.</exception>
    public static async Task CallAsync(ImagePlan plan, string[] command, string folder, Action<string> tell, CancellationToken givenUp)
    {
        var (status, last) = await MakerProcess.TellAsync(folder, command, tell, givenUp);
        if (status != 0)
        {
            throw status == MakerProcess.NotFound
                ? new OutsideException($"{plan} cannot be had, as {command[0]} is not installed on this machine; install it, on Debian with `apt-get install {command[0]}`.")
                : ImageTrouble.Of(plan, FatalForm().Match(last) is { Success: true } fatal ? fatal.Groups["text"].Value.Replace("\\\"", "\"", StringComparison.Ordinal) : $"{command[0]} ended with status {status}: {last}");
        }
    }

    [GeneratedRegex("level=fatal msg=\"(?<text>.*)\"$")]
    private static partial Regex FatalForm();
}
