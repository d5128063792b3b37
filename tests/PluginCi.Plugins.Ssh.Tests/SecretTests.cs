namespace PluginCi.Plugins.Ssh.Tests;

/// <summary>What people of either machine see of a build that they must not.</summary>
public sealed class SecretTests
{
    [SshFact]
    public async Task Values_of_variables_are_in_no_argument_and_no_file_that_others_can_read()
    {
        await using var scene = new SshScene();
        scene.Scene.Environment = scene.Scene.Environment.Add("TOKEN", "s3cret-of-the-job");
        var (here, there, open) = ("", "", "");

        await scene.RunAndAsync("[ ${#TOKEN} = 17 ] && echo up; while [ ! -e /tmp/go ]; do sleep 0.1; done", "up", () =>
        {
            here = FarMachine.Run("ps", "-A", "-ww", "-o", "args=");
            there = scene.Machine.Do("ps -A -ww -o args=");
            open = scene.Machine.Do($"find {scene.Machine.Builds} -maxdepth 0 -perm /077");
            scene.Machine.Do("touch /tmp/go");
        });

        Assert.DoesNotContain(here.Split('\n'), line => line.Contains("s3cret", StringComparison.Ordinal));
        Assert.DoesNotContain(there.Split('\n'), line => line.Contains("s3cret", StringComparison.Ordinal));
        Assert.Equal("", open);
    }
}
