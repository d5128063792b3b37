using System.Net;

namespace PluginCi.Egress;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("1.1.1.1", true, false)]
    [InlineData("2606:4700::1", true, false)]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("127.255.255.254", false, true)]
    [InlineData("10.1.2.3", false, true)]
    [InlineData("172.16.0.1", false, true)]
    [InlineData("172.32.0.1", true, false)]
    [InlineData("192.168.1.1", false, true)]
    [InlineData("100.64.0.1", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("fd00::1", false, true)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("fe80::1", false, false)]
    [InlineData("fec0::1", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("::", false, false)]
    [InlineData("::7f00:1", false, false)]
    [InlineData("64:ff9b::a9fe:a9fe", false, false)]
    [InlineData("2002:a9fe:a9fe::1", false, false)]
    [InlineData("2001:0:a9fe::1", false, false)]
    [InlineData("224.0.0.1", false, false)]
    [InlineData("255.255.255.255", false, false)]
    [InlineData("ff02::1", false, false)]
    public void An_address_is_of_the_internet_or_of_the_operators_network_or_of_neither(string text, bool isPublic, bool isInside)
    {
        var address = IPAddress.Parse(text);
        Assert.Equal((isPublic, isInside), (PublicAddress.IsPublic(address), PublicAddress.IsInside(address)));
    }
}
