using PluginCi.Model;

namespace PluginCi.Egress;

public sealed class HostPatternTests
{
    [Theory]
    [InlineData("pypi.org", "pypi.org")]
    [InlineData("PyPI.org:443", "pypi.org:443")]
    [InlineData("*.example.org", "*.example.org")]
    [InlineData("mirror", "mirror")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("10.0.0.1:8080", "10.0.0.1:8080")]
    [InlineData("[2001:DB8:0::1]:80", "[2001:db8::1]:80")]
    public void A_host_is_read(string text, string written) => Assert.Equal(written, HostPattern.Parse(text)?.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("*.*.org")]
    [InlineData("a*.org")]
    [InlineData("https://pypi.org")]
    [InlineData("pypi.org/simple")]
    [InlineData("pypi.org.")]
    [InlineData("pypi..org")]
    [InlineData("bücher.example")]
    [InlineData("user@pypi.org")]
    [InlineData("pypi.org:0")]
    [InlineData("pypi.org:070")]
    [InlineData("pypi.org:65536")]
    [InlineData("pypi.org:")]
    [InlineData("pypi.org\n")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("127.1")]
    [InlineData("010.0.0.1")]
    [InlineData("*.0.0.1")]
    [InlineData("[127.0.0.1]")]
    [InlineData("[fe80::1%eth0]")]
    public void What_is_no_host_is_not(string? text) => Assert.Null(HostPattern.Parse(text));

    [Theory]
    [InlineData("pypi.org", "pypi.org", 443, true)]
    [InlineData("pypi.org", "pypi.org", 80, true)]
    [InlineData("pypi.org", "pypi.org", 22, false)]
    [InlineData("pypi.org:22", "pypi.org", 22, true)]
    [InlineData("pypi.org:22", "pypi.org", 443, false)]
    [InlineData("pypi.org", "evilpypi.org", 443, false)]
    [InlineData("pypi.org", "pypi.org.evil.example", 443, false)]
    [InlineData("*.example.org", "a.b.example.org", 443, true)]
    [InlineData("*.example.org", "example.org", 443, false)]
    [InlineData("*.example.org", ".example.org", 443, false)]
    [InlineData("*.example.org", "badexample.org", 443, false)]
    public void A_host_and_a_port_fit_or_not(string pattern, string host, int port, bool fits) => Assert.Equal(fits, HostPattern.Parse(pattern)!.Fits(host, port));

    [Theory]
    [InlineData("*.example.org", "a.example.org", true)]
    [InlineData("*.example.org", "*.example.org:443", true)]
    [InlineData("*.example.org", "*.a.example.org", true)]
    [InlineData("*.example.org:443", "*.example.org", false)]
    [InlineData("a.example.org", "*.example.org", false)]
    [InlineData("*.example.org", "example.org", false)]
    [InlineData("pypi.org", "pypi.org:8080", false)]
    [InlineData("*.org", "10.0.0.1", false)]
    public void One_covers_another_or_not(string site, string job, bool covers) => Assert.Equal(covers, HostPattern.Parse(site)!.Covers(HostPattern.Parse(job)!));
}
