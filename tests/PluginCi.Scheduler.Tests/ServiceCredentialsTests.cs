using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

public sealed class ServiceCredentialsTests
{
    [Fact]
    public void Each_service_of_each_build_has_a_password_of_its_own_that_its_build_is_told()
    {
        BuildRequest[] builds = [Request(Service("one"), Service("two")), Request(Service("one"), Service("two"))];

        var passwords = builds.SelectMany(build => build.Services.Select(service => service.Environment["PASSWORD"])).ToArray();

        Assert.Equal(4, passwords.Distinct().Count());
        Assert.All(passwords, password => Assert.Matches("^[A-Za-z0-9]{24}$", password));
        Assert.Equal(passwords[..2].Select(password => $"db://{password}@host"), new[] { "ONE_URL", "TWO_URL" }.Select(name => builds[0].Environment[name]));
        Assert.Equal(["one", "two"], builds[0].Services.Select(service => service.Plan.Name));
    }

    [Fact]
    public void The_jobs_own_variables_come_before_those_of_services() =>
        Assert.Equal("mine", Request(Service("one") with { Exports = ImmutableSortedDictionary<string, string>.Empty.Add("MODE", "its") }).Environment["MODE"]);

    private static BuildRequest Request(params ServicePlan[] services) => ServiceCredentials.Add(new BuildRequest
    {
        Build = new BuildId("build"),
        Job = new JobPlan { Name = "unit", Services = [.. services] },
        Workspace = "/workspace",
        StartIn = ".",
        Environment = ImmutableSortedDictionary<string, string>.Empty.Add("MODE", "mine"),
    });

    private static ServicePlan Service(string name) => new()
    {
        Name = name,
        Port = 5000,
        Environment = ImmutableSortedDictionary<string, string>.Empty.Add("PASSWORD", ServicePlan.Password),
        Exports = ImmutableSortedDictionary<string, string>.Empty.Add($"{name.ToUpperInvariant()}_URL", $"db://{ServicePlan.Password}@host"),
    };
}
