using System.Collections.Immutable;
using System.Security.Cryptography;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Makes the credentials of a build's services: new ones for each build, so that they are worth nothing to another.</summary>
public static class ServiceCredentials
{
    // Letters and digits alone need no quoting in a URL, a shell or SQL. 24 of them are beyond guessing.
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const int Length = 24;

    /// <summary>Adds the services of the request's job, and the variables by which its steps find them.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The request.</returns>
    public static BuildRequest Add(BuildRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var services = ImmutableArray.CreateBuilder<ServiceRequest>();
        var exports = ImmutableSortedDictionary<string, string>.Empty;
        foreach (var plan in request.Job.Services)
        {
            var password = RandomNumberGenerator.GetString(Letters, Length);
            services.Add(new ServiceRequest(plan, Fill(plan.Environment, password)));
            exports = exports.SetItems(Fill(plan.Exports, password));
        }

        return request with { Services = services.ToImmutable(), Environment = exports.SetItems(request.Environment) };
    }

    private static ImmutableSortedDictionary<string, string> Fill(ImmutableSortedDictionary<string, string> variables, string password) =>
        variables.ToImmutableSortedDictionary(variable => variable.Key, variable => variable.Value.Replace(ServicePlan.Password, password, StringComparison.Ordinal));
}
