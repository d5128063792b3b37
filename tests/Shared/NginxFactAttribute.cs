namespace PluginCi.Testing;

/// <summary>A test that runs nginx.</summary>
internal sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute() => Skip = File.Exists("/usr/sbin/nginx") ? null : "nginx is not on this machine; on Debian, `apt-get install nginx-light`.";
}
